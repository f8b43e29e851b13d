from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "modules.surveys"
    label = "surveys"
