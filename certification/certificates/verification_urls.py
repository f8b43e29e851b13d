from django.urls import path, re_path

from certification.certificates import verification_views as views

app_name = "verification"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    re_path(r"^(?P<code>[^/]+)/?$", views.certificate, name="certificate"),
]
