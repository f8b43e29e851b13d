from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "certification.evidence"
    label = "evidence"
