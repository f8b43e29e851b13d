from django.urls import path

from modules.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("modules/<slug:module>/<slug:unit>/", views.unit, name="unit"),
]
