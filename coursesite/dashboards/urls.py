from django.urls import path

from coursesite.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.home, name="audience"),
]
