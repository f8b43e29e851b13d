from django.urls import path

from modules.training import views

app_name = "training"
urlpatterns = [
    path("<slug:lesson>/continuer/", views.complete, name="complete"),
    path("<slug:lesson>/exercices/<slug:code>/", views.answer, name="answer"),
]
