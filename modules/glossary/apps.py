from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "modules.glossary"
    label = "glossary"
