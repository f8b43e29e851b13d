from django.urls import path

from coursesite.search import views

app_name = "search"
urlpatterns = [
    path("", views.everybody, name="everybody"),
    path("lecons/", views.mine, name="mine"),
]
