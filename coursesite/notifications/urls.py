from django.urls import path

from coursesite.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.listing, name="list"),
    path("tout-lu/", views.all_read, name="all_read"),
    path("reglages/", views.preferences, name="preferences"),
    path("desabonnement/<str:token>/", views.stop, name="stop"),
    path("<uuid:message>/lu/", views.read, name="read"),
]
