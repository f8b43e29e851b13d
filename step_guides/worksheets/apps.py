from django.apps import AppConfig


class WorksheetsConfig(AppConfig):
    name = "step_guides.worksheets"
    label = "worksheets"
