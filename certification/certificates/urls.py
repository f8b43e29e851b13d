from django.urls import path

from certification.certificates import issuing_views, views

app_name = "certificates"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("promotions/<uuid:cohort>/", issuing_views.eligibility, name="eligibility"),
    path("emetteur/<uuid:cohort>/", issuing_views.issuer, name="issuer"),
    path("emetteur/<uuid:cohort>/parcours/", issuing_views.offer, name="offer"),
    path("apercu/<uuid:enrolment>/<slug:achievement>/", issuing_views.preview, name="preview"),
    path("delivrer/<uuid:enrolment>/<slug:achievement>/", issuing_views.issue, name="issue"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/certificat.pdf", views.download, name="download"),
    path("<uuid:uuid>/revoquer/", issuing_views.revoke, name="revoke"),
    path("<uuid:uuid>/affichage/", views.visibility, name="visibility"),
]
