from django.urls import path

from modules.progress import diagnostic_views, lesson_views, opening_views, views

app_name = "progress"
urlpatterns = [
    path("reprendre/", views.resume, name="resume"),
    path("", views.overview, name="overview"),
    path("avant-apres/", diagnostic_views.mine, name="before_after"),
    path("promotions/<uuid:public_id>/ouvertures/", opening_views.openings, name="openings"),
    path("promotions/<uuid:public_id>/avant-apres/", diagnostic_views.of_cohort, name="cohort_before_after"),
    path("promotions/<uuid:public_id>/avant-apres.csv", diagnostic_views.of_cohort_csv, name="cohort_before_after_csv"),
    path("<slug:module>/chemin-court/", lesson_views.short, name="short_path"),
    path("<slug:module>/chemin-court/suivi/", lesson_views.follow, name="follow_short_path"),
    path("<slug:module>/<slug:unit>/nouvelle-version/", lesson_views.new_version, name="new_version"),
    path("<slug:module>/<slug:unit>/notes/", lesson_views.note, name="note"),
    path("<slug:module>/<slug:unit>/avis/", lesson_views.opinion, name="opinion"),
    path("<slug:module>/<slug:unit>/continuer/", views.complete, name="complete"),
    path("<slug:module>/<slug:unit>/exercices/<slug:code>/", views.answer, name="answer"),
]
