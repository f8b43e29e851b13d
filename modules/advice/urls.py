from django.urls import path

from modules.advice import views

app_name = "advice"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("<uuid:enrolment>/<slug:code>/", views.answer, name="answer"),
    path("<slug:module>/<slug:unit>/<slug:code>/", views.ask, name="ask"),
]
