"""The events of an issuer, each holding the hash of the one before: a row removed or altered shows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from certification.certificates.enums import EventKind
from certification.certificates.models import Certificate, CertificateEvent, Issuer

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def canonical(value: Any) -> bytes:
    """One form for one content: sorted keys, no space, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def append(certificate: Certificate, kind: EventKind, *, by: User, reason: str = "", note: str = "") -> CertificateEvent:
    """Adds an event. The caller holds the transaction; the issuer's row is locked here, so that the chain has one end."""
    issuer = Issuer.objects.select_for_update().get(pk=certificate.issuer_id)
    last = CertificateEvent.objects.filter(issuer=issuer).order_by("-number").first()
    event = CertificateEvent(
        issuer=issuer,
        number=last.number + 1 if last else 1,
        certificate=certificate,
        kind=kind,
        at=timezone.now(),
        by=by,
        reason=reason,
        note=note,
        previous=last.hash if last else "",
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def hash_of(event: CertificateEvent) -> str:
    return digest(
        {
            "issuer": event.issuer_id,
            "number": event.number,
            "certificate": event.certificate_id,
            "kind": str(event.kind),
            "at": event.at.isoformat(timespec="microseconds"),
            "by": event.by_id,
            "reason": event.reason,
            "note": event.note,
            "previous": event.previous,
        }
    )


def broken_at(issuer: Issuer) -> int | None:
    """The number of the first event that does not follow, None if the chain is whole. Cutting the end needs the published head."""
    previous, expected = "", 1
    for event in CertificateEvent.objects.filter(issuer=issuer).order_by("number").iterator():
        if event.number != expected or event.previous != previous or event.hash != hash_of(event):
            return expected
        previous, expected = event.hash, expected + 1
    return None
