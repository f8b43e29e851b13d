"""What anybody reads of a certificate: the facts as printed, and whether it still counts. From the payload alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from certification.certificates.codes import normalised
from certification.certificates.enums import CertificateState, Visibility
from certification.certificates.models import Certificate
from coursesite.core.dates import written

PRIVATE_KEYS = ("status", "status_date", "issuer", "serial")


@dataclass(frozen=True)
class Standing:
    """`code` for programs, `words` for people, `tone` for the mark beside them (done, attention, problem)."""

    code: str
    words: str
    tone: str
    since: datetime
    reason: str = ""


def find(text: str) -> Certificate | None:
    """By the code that somebody typed. A malformed one takes as long as an unknown one."""
    token = normalised(text) or "-"
    found = Certificate.objects.filter(token=token).select_related("issuer", "superseded_by", "enrolment__person")
    return found.prefetch_related("renderings").first()


def standing(certificate: Certificate, *, private: bool = False) -> Standing:
    """A private certificate says its state and date, not the reason."""
    since = certificate.state_since
    day = written(since)
    if certificate.state == CertificateState.REVOKED:
        said = _("Revoked on %(day)s") if private else _("Revoked on %(day)s: %(reason)s")
        words = said % {"day": day, "reason": certificate.reason}
        return Standing("revoked", words, "problem", since, certificate.reason)
    if certificate.state == CertificateState.SUPERSEDED:
        return Standing("superseded", _("Replaced on %(day)s") % {"day": day}, "attention", since)
    if certificate.issuer.suspended_at:
        return Standing("issuer_suspended", _("Issuer suspended"), "attention", certificate.issuer.suspended_at)
    if certificate.state == CertificateState.SUSPENDED:
        said = _("Suspended on %(day)s") if private else _("Suspended on %(day)s: %(reason)s")
        words = said % {"day": day, "reason": certificate.reason}
        return Standing("suspended", words, "attention", since, certificate.reason)
    if certificate.is_expired():
        assert certificate.valid_until is not None
        ended = written(certificate.valid_until)
        return Standing("expired", _("Expired on %(day)s") % {"day": ended}, "attention", certificate.valid_until)
    return Standing("valid", _("Authentic and valid"), "done", since)


def initials(name: str) -> str:
    return " ".join(f"{part[0].upper()}." for part in name.replace("-", " ").split()[:4])


def facts(certificate: Certificate) -> dict[str, Any]:
    """The exact set of keys that strangers may read. Never an e-mail, never a text of a person, never the organisation."""
    printed, state = certificate.payload, standing(certificate)
    replaced = getattr(certificate, "superseded_by", None)
    rendering = next((one for one in certificate.renderings.all() if one.kind == "plain"), None)
    found = {
        "status": state.code,
        "status_date": state.since.isoformat(),
        "reason": state.reason or None,
        "replaced_by": replaced.address if replaced and replaced.visibility == Visibility.LINK else None,
        "holder": initials(printed["holder"]) if certificate.visibility == Visibility.INITIALS else printed["holder"],
        "document": printed["document"],
        "mention": printed.get("mention") or None,
        "title": printed["title"],
        "programme": printed["programme"],
        "cohort": printed["cohort"],
        "starts": printed["starts"],
        "ends": printed["ends"],
        "modules": [
            {key: module[key] for key in ("number", "title", "minutes", "sheet_minutes")} for module in printed["modules"]
        ],
        "minutes": printed["minutes"],
        "contribution": [share["sentence"] for share in printed["contribution"]],
        "results": printed["results"],
        "criteria": printed["criteria"],
        "issuer": printed["issuer"],
        "on_behalf_of": printed["on_behalf_of"],
        "delegation": printed["delegation"],
        "signatories": [", ".join(filter(None, [one["name"], one["function"]])) for one in printed["signatories"]],
        "serial": printed["serial"],
        "issued": printed["issued"],
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "sha256": rendering.sha256 if rendering else None,
    }
    if certificate.visibility == Visibility.PRIVATE:
        return {key: found[key] for key in PRIVATE_KEYS}
    return found
