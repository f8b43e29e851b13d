from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "modules.catalogue"
    label = "catalogue"
