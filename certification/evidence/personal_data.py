"""What this room knows of a person: the evidence files that she asked for, and those about her."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from certification.evidence.models import Dossier
from coursesite.accounts.models import User

KEPT = "Nothing. What these files prove stays in its rooms; those of a whole organisation go after seven days."


def export(person: User) -> dict[str, Any]:
    return {
        "purpose": "Proving that a course was followed. The files themselves go after seven days.",
        "files": [
            {
                "id": str(one.public_id),
                "about_her": one.enrolment is not None and one.enrolment.person_id == person.pk,
                "asked_by_her": one.asked_by_id == person.pk,
                "asked": one.asked_at.isoformat(),
                "made": one.made_at.isoformat() if one.made_at else None,
                "sha256": one.sha256,
            }
            for one in _of(person)
        ],
    }


def erase(person: User) -> None:
    for one in _of(person):
        for extension in ("zip", "pdf"):
            one.path(extension).unlink(missing_ok=True)
        one.delete()


def _of(person: User) -> QuerySet[Dossier]:
    return Dossier.objects.filter(Q(asked_by=person) | Q(enrolment__person=person)).select_related("enrolment").order_by("pk")
