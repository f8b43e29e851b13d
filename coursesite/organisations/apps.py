from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "coursesite.organisations"
    label = "organisations"
