from django.urls import path

from coursesite.organisations import views

app_name = "organisations"
urlpatterns = [
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/modifier/", views.edit, name="edit"),
    path("<uuid:public_id>/inviter/", views.invite, name="invite"),
    path("<uuid:public_id>/membres/<int:membership>/role/", views.change_role, name="change_role"),
    path("invitations/<uuid:public_id>/renvoyer/", views.resend, name="resend"),
    path("invitations/<uuid:public_id>/annuler/", views.revoke, name="revoke"),
]
