from django.urls import path

from coursesite.tracking import views

app_name = "tracking"
urlpatterns = [
    path("", views.statements, name="statements"),
    path("<uuid:pk>/", views.statement, name="statement"),
    path("mes-traces.json", views.mine, name="mine"),
    path("destinations/", views.destinations, name="destinations"),
    path("destinations/nouvelle/", views.destination_new, name="destination_new"),
    path("destinations/d/<slug:slug>/", views.destination, name="destination"),
    path("destinations/d/<slug:slug>/modifier/", views.destination_edit, name="destination_edit"),
    path("destinations/d/<slug:slug>/tester/", views.destination_test, name="destination_test"),
    path("destinations/d/<slug:slug>/pause/", views.destination_pause, name="destination_pause"),
    path("destinations/d/<slug:slug>/reprendre/", views.destination_resume, name="destination_resume"),
    path("destinations/d/<slug:slug>/renvoyer/", views.destination_resend, name="destination_resend"),
    path("destinations/d/<slug:slug>/abandonner/<int:pk>/", views.destination_give_up, name="destination_give_up"),
]
