from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "coursesite.cohorts"
    label = "cohorts"
