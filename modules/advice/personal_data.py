"""What this room knows of a person: the opinions she asked for on what she wrote, and those she gave as a trainer."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from modules.advice.models import AdviceRequest

KEPT = "The opinions that she gave on texts of learners, without her name."


def export(person: User) -> dict[str, Any]:
    asked = AdviceRequest.objects.filter(attempt__enrolment__person=person).prefetch_related("attempt__exercise")
    given = AdviceRequest.objects.filter(answered_by=person).order_by("answered_at")
    return {
        "purpose": "Asking a trainer for an opinion on a text written again. The text itself is among the answers given.",
        "asked": [
            {"exercise": one.attempt.exercise.code, "at": one.asked_at.isoformat(), "opinion": one.answer} for one in asked
        ],
        "given": [{"text": one.answer, "at": one.answered_at.isoformat()} for one in given if one.answered_at],
    }


def erase(person: User) -> None:
    """An opinion on a text that goes has nothing to be about."""
    AdviceRequest.objects.filter(attempt__enrolment__person=person).delete()
