from django.urls import path

from step_guides.reviews.views import without_account as views

app_name = "reading"
urlpatterns = [
    path("<str:token>/", views.welcome, name="welcome"),
    path("<str:token>/fiche/", views.sheet, name="sheet"),
    path("<str:token>/commenter/", views.comment, name="comment"),
    path("<str:token>/merci/", views.thanks, name="thanks"),
]
