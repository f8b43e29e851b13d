from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "modules.advice"
    label = "advice"
