from __future__ import annotations

from typing import Any

from certification.certificates.models import Certificate
from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute


class AboutCertificate(Notification):
    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        certificate = Certificate.objects.select_related("issuer", "enrolment").get(pk=payload["certificate"])
        return {
            "certificate": certificate,
            "facts": certificate.payload,
            "url": absolute("certificates:detail", certificate.uuid),
        }


@register
class CertificateIssued(AboutCertificate):
    """To the holder: where her certificate is."""

    key = "certificates.issued"
    topic = Topic.CERTIFICATES
    template = "certificates/emails/issued"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        context = super().context(payload)
        if not context["certificate"].is_current:
            raise NoLongerDue
        return context


@register
class CertificateRevoked(AboutCertificate):
    """To the holder: it no longer counts, and why."""

    key = "certificates.revoked"
    topic = Topic.CERTIFICATES
    template = "certificates/emails/revoked"
