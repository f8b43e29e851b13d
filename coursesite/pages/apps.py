from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "coursesite.pages"
    label = "pages"
