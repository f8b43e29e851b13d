app_name = "guide"
urlpatterns: list = []  # pages are found by Wagtail
