from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "coursesite.dashboards"
    label = "dashboards"
