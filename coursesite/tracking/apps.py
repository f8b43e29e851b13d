from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "coursesite.tracking"
    label = "tracking"
