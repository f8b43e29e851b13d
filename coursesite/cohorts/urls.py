from django.urls import path

from coursesite.cohorts import import_views, join_views, member_views, timetable_views, views

app_name = "cohorts"
urlpatterns = [
    path("", views.listing, name="list"),
    path("nouvelle/", views.create, name="create"),
    path("programmes/nouveau/", views.programme_create, name="programme_create"),
    path("programmes/<int:pk>/modifier/", views.programme_edit, name="programme_edit"),
    path("invitation/<str:token>/", join_views.join, name="join"),
    path("formation/invitation/<str:token>/", join_views.join_as_trainer, name="join_as_trainer"),
    path("structures/<uuid:public_id>/membres/<int:membership>/retirer/", member_views.remove_member, name="remove_member"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/calendrier/", timetable_views.show, name="timetable"),
    path("<uuid:public_id>/calendrier/pause/", timetable_views.declare_break, name="declare_break"),
    path("<uuid:public_id>/calendrier/pause/<int:pk>/retirer/", timetable_views.remove_break, name="remove_break"),
    path("<uuid:public_id>/calendrier/delai/", timetable_views.extend, name="extend"),
    path("<uuid:public_id>/modifier/", views.edit, name="edit"),
    path("<uuid:public_id>/export.csv", views.export, name="export"),
    path("<uuid:public_id>/formateurs/ajouter/", member_views.add_trainer, name="add_trainer"),
    path("<uuid:public_id>/formateurs/<int:assignment>/modifier/", member_views.edit_assignment, name="edit_assignment"),
    path("<uuid:public_id>/formateurs/<int:assignment>/retirer/", member_views.end_assignment, name="end_assignment"),
    path(
        "<uuid:public_id>/formateurs/invitations/<uuid:invitation>/renvoyer/",
        member_views.resend_to_trainer,
        name="resend_to_trainer",
    ),
    path(
        "<uuid:public_id>/formateurs/invitations/<uuid:invitation>/annuler/",
        member_views.revoke_trainer_invitation,
        name="revoke_trainer_invitation",
    ),
    path("<uuid:public_id>/structures/ajouter/", views.add_organisation, name="add_organisation"),
    path(
        "<uuid:public_id>/structures/<uuid:organisation>/retirer/",
        member_views.withdraw_organisation,
        name="withdraw_organisation",
    ),
    path("<uuid:public_id>/import/", import_views.upload, name="import"),
    path("<uuid:public_id>/import/<uuid:waiting>/", import_views.preview, name="import_preview"),
    path("<uuid:public_id>/import/<uuid:waiting>/confirmer/", import_views.confirm_import, name="import_confirm"),
    path("<uuid:public_id>/import/<uuid:waiting>/abandonner/", import_views.abandon_import, name="import_abandon"),
]
