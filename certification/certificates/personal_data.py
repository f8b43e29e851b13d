"""What this room knows of a person: the certificates she holds, and what she did to those of others."""

from __future__ import annotations

from typing import Any

from certification.certificates.enums import Visibility
from certification.certificates.models import Certificate, CertificateEvent
from coursesite.accounts.models import User

KEPT = (
    "The certificates, with the name that was printed: they are evidence, and somebody may still hold the document. Whoever verifies "
    "one reads its state, issuer and number only."
)


def export(person: User) -> dict[str, Any]:
    held = Certificate.objects.filter(enrolment__person=person).order_by("pk")
    issued = Certificate.objects.filter(issued_by=person).order_by("pk")
    events = CertificateEvent.objects.filter(by=person).select_related("certificate").order_by("pk")
    return {
        "purpose": "Vouching for what was followed and validated, so that anybody may verify it.",
        "held": [
            {
                "id": str(one.uuid), "number": one.serial, "printed": one.payload, "sha256": one.sha256, "state": one.state,
                "reason": one.reason, "verification_shows": one.visibility, "issued": one.valid_from.isoformat(),
            }
            for one in held
        ],
        "issued": [{"number": one.serial, "at": one.valid_from.isoformat()} for one in issued],
        "acts": [
            {"number": one.certificate.serial, "what": one.kind, "at": one.at.isoformat(), "reason": one.reason, "note": one.note}
            for one in events
        ],
    }  # fmt: skip


def erase(person: User) -> None:
    """What was printed is frozen; the page that verifies it says no name any more."""
    Certificate.objects.filter(enrolment__person=person).update(visibility=Visibility.PRIVATE)
