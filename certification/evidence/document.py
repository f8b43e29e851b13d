"""The proof that people read: one document of A4 pages, tagged, made from the facts alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from certification.certificates.enums import CertificateState
from certification.evidence.gathering import Facts
from coursesite.core.documents import missing_glyphs, source_of
from step_guides.reviews.enums import ReviewDecision, ThreadKind
from step_guides.worksheets.enums import Decision
from step_guides.worksheets.kinds import by_slug

REPLACEMENT = "□"
MOMENTS = {"at", "sent", "taken_back", "decided", "enrolled", "issued"}
DAYS = {"from", "until", "left"}


def html_of(facts: Facts, on: date) -> str:
    """In the language of the moment. What no font of ours can draw is replaced; the data keep it."""
    html = render_to_string("evidence/pdf/dossier.html", {"facts": _read(facts), "on": on})
    missing = missing_glyphs(html)
    return html.translate({ord(char): REPLACEMENT for char in missing})


def css() -> str:
    return source_of("evidence/pdf/dossier.css")


def _read(value: Any, name: str = "") -> Any:
    """Codes and moments as people read them."""
    if isinstance(value, dict):
        return {key: _read(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_read(one, name) for one in value]
    if not isinstance(value, str) or not value:
        return value
    if name in MOMENTS:
        return localtime(datetime.fromisoformat(value))
    if name in DAYS:
        return date.fromisoformat(value)
    if name == "worksheet" and (spec := by_slug(value)):
        return spec.title
    words: dict[str, Any] = {"kind": ThreadKind, "state": CertificateState}
    if name in words:
        return words[name](value).label
    if name == "decision":
        return (Decision if value in Decision.values else ReviewDecision)(value).label
    return value
