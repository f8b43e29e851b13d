from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "modules.progress"
    label = "progress"
