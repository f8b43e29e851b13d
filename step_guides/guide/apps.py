from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "step_guides.guide"
    label = "guide"
