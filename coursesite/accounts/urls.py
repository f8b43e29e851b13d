"""Before the library's own addresses (coursesite/urls.py): what is written here takes their place."""

from django.urls import path

from coursesite.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.me, name="me"),
    path("mes-donnees/", views.my_data, name="my_data"),
    path("deconnecter-partout/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("logout/", views.sign_out, name="logout"),
    path("email/", views.address, name="address"),
    path("confirm-email/", views.address, name="address_sent"),
]
