from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "coursesite.notifications"
    label = "notifications"
