from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "coursesite.search"
    label = "search"
