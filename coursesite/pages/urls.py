from django.urls import path

from coursesite.pages import views

app_name = "pages"
urlpatterns = [path("images/<str:name>", views.image, name="image")]  # pages themselves are found by Wagtail
