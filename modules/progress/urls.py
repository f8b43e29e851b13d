from django.urls import path

from modules.progress import opening_views, views

app_name = "progress"
urlpatterns = [
    path("reprendre/", views.resume, name="resume"),
    path("", views.overview, name="overview"),
    path("promotions/<uuid:public_id>/ouvertures/", opening_views.openings, name="openings"),
    path("<slug:module>/<slug:unit>/continuer/", views.complete, name="complete"),
    path("<slug:module>/<slug:unit>/exercices/<slug:code>/", views.answer, name="answer"),
]
