from django.urls import path

from modules.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.answer, name="answer"),
    path("promotions/<uuid:public_id>/", views.of_cohort, name="of_cohort"),
]
