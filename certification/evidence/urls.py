from django.urls import path

from certification.evidence import views

app_name = "evidence"
urlpatterns = [
    path("inscriptions/<uuid:enrolment>/", views.learner, name="learner"),
    path("structures/<uuid:organisation>/", views.organisation, name="organisation"),
    path("<uuid:dossier>/<slug:extension>/", views.download, name="download"),
]
