from certification.certificates.models.achievement import Achievement, AchievementQuerySet, DocumentTemplate
from certification.certificates.models.certificate import Certificate, CertificateEvent, CertificateQuerySet, Rendering
from certification.certificates.models.issuer import Issuer, SerialCounter, Signatory
from certification.certificates.models.rule import (
    All,
    CertificateRule,
    ExitSurveySent,
    ModulesCompleted,
    PeerReadingsGiven,
    WorksheetsAccepted,
    WorksheetsSubmitted,
)

__all__ = [
    "Achievement",
    "AchievementQuerySet",
    "All",
    "Certificate",
    "CertificateEvent",
    "CertificateQuerySet",
    "CertificateRule",
    "DocumentTemplate",
    "ExitSurveySent",
    "Issuer",
    "ModulesCompleted",
    "PeerReadingsGiven",
    "Rendering",
    "SerialCounter",
    "Signatory",
    "WorksheetsAccepted",
    "WorksheetsSubmitted",
]
