app_name = "pages"
urlpatterns: list = []  # pages are found by Wagtail
