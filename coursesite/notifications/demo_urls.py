from django.urls import path

from coursesite.notifications import demo_views as views

app_name = "demo"
urlpatterns = [
    path("courrier/", views.mailbox, name="mailbox"),
    path("courrier/<str:key>/", views.one_letter, name="letter"),
    path("courrier/<str:key>/html/", views.as_sent, name="letter_as_sent"),
]
