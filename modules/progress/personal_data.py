"""What this room knows of a person: what she read, tried and completed, and when she was encouraged to come back."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from modules.progress.models import Attempt, ModuleCompletion, Nudge, UnitCompletion

KEPT = "The lessons read, the answers given and the modules completed: proof of the training, without a name."


def export(person: User) -> dict[str, Any]:
    lessons = UnitCompletion.objects.filter(enrolment__person=person).select_related("unit").order_by("seen_at")
    modules = ModuleCompletion.objects.filter(enrolment__person=person).select_related("module").order_by("completed_at")
    attempts = Attempt.objects.filter(enrolment__person=person).select_related("exercise").order_by("at")
    nudges = Nudge.objects.filter(enrolment__person=person).order_by("at")
    return {
        "purpose": "Following one's own way through the course.",
        "lessons": [{"title": one.unit.title, "seen": one.seen_at.isoformat()} for one in lessons],
        "modules": [{"title": one.module.title, "completed": one.completed_at.isoformat()} for one in modules],
        "answers": [
            {"exercise": one.exercise.code, "at": one.at.isoformat(), "points": [one.raw, one.maximum]} for one in attempts
        ],
        "encouragements": [one.at.isoformat() for one in nudges],
    }


def erase(person: User) -> None:
    Nudge.objects.filter(enrolment__person=person).delete()
