from django.urls import path

from modules.progress import views

app_name = "progress"
urlpatterns = [
    path("reprendre/", views.resume, name="resume"),
    path("", views.overview, name="overview"),
    path("<slug:module>/<slug:unit>/continuer/", views.complete, name="complete"),
    path("<slug:module>/<slug:unit>/exercices/<slug:code>/", views.answer, name="answer"),
]
