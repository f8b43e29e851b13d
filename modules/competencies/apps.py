from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "modules.competencies"
    label = "competencies"
