"""What this room knows of a person: what she read, tried, noted and completed, and when she was encouraged to come back."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.base import Rules
from modules.progress.diagnostics import still_secret
from modules.progress.models import (
    Attempt,
    BegunAnswer,
    ModuleCompletion,
    Note,
    Nudge,
    Opinion,
    ShortPathFollowed,
    UnitCompletion,
)

KEPT = "The lessons read, the answers given and the modules completed: proof of the training, without a name."


def export(person: User) -> dict[str, Any]:
    lessons = UnitCompletion.objects.filter(enrolment__person=person).select_related("unit").order_by("seen_at")
    modules = ModuleCompletion.objects.filter(enrolment__person=person).select_related("module").order_by("completed_at")
    attempts = Attempt.objects.filter(enrolment__person=person).prefetch_related("exercise").order_by("at")
    secret = still_secret(attempts)
    nudges = Nudge.objects.filter(enrolment__person=person).order_by("at")
    notes = Note.objects.filter(enrolment__person=person).select_related("unit").order_by("updated_at")
    opinions = Opinion.objects.filter(enrolment__person=person).select_related("unit").order_by("at")
    followed = ShortPathFollowed.objects.filter(enrolment__person=person).select_related("module").order_by("followed_at")
    return {
        "purpose": "Following one's own way through the course.",
        "lessons": [{"title": one.unit.title, "seen": one.seen_at.isoformat()} for one in lessons],
        "modules": [{"title": one.module.title, "completed": one.completed_at.isoformat()} for one in modules],
        "answers": [
            {
                "exercise": one.exercise.code,
                "at": one.at.isoformat(),
                "written": _rules(one).own_words(one.response),
            }
            | ({} if one.pk in secret else {"points": [one.raw, one.maximum]})
            for one in attempts
        ],
        "short_paths": [{"title": one.module.title, "followed": one.followed_at.isoformat()} for one in followed],
        "notes": [{"title": one.unit.title, "text": one.text, "at": one.updated_at.isoformat()} for one in notes],
        "opinions": [
            {"title": one.unit.title, "useful": one.useful, "comment": one.comment, "at": one.at.isoformat()} for one in opinions
        ],
        "encouragements": [one.at.isoformat() for one in nudges],
    }


def erase(person: User) -> None:
    """What she wrote in her own words goes from her answers; that she answered, and with which points, stays."""
    for of_hers in (Nudge, Note, Opinion, BegunAnswer):
        of_hers._default_manager.filter(enrolment__person=person).delete()
    for attempt in Attempt.objects.filter(enrolment__person=person).prefetch_related("exercise"):
        rules = _rules(attempt)
        if rules.own_words(attempt.response):
            Attempt.objects.filter(pk=attempt.pk).update(response=rules.emptied(attempt.response))


def _rules(attempt: Attempt) -> Rules:
    return rules_of(attempt.exercise.kind)
