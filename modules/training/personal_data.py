"""What this room knows of somebody who trains: the lessons she read, the answers she gave in her own training."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from modules.exercises.kinds import rules_of
from modules.training.models import TrainerAnswer, TrainerBegunAnswer, TrainerReading

KEPT = "The lessons of the trainers’ track that were read and the points of its exercises: proof of the trainers’ own training."


def export(person: User) -> dict[str, Any]:
    readings = TrainerReading.objects.filter(person=person).select_related("lesson").order_by("seen_at")
    answers = TrainerAnswer.objects.filter(person=person).prefetch_related("exercise").order_by("at")
    begun = TrainerBegunAnswer.objects.filter(person=person).prefetch_related("exercise").order_by("at")
    return {
        "purpose": "Being trained to train and to review.",
        "lessons": [{"title": one.lesson.title, "seen": one.seen_at.isoformat()} for one in readings],
        "answers": [
            {
                "exercise": one.exercise.code,
                "at": one.at.isoformat(),
                "points": [one.raw, one.maximum],
                "written": rules_of(one.exercise.kind).own_words(one.response),
            }
            for one in answers
        ],
        "begun": [{"exercise": one.exercise.code, "at": one.at.isoformat()} for one in begun],
    }


def erase(person: User) -> None:
    """What she wrote in her own words goes from her answers; that she answered, and with which points, stays."""
    TrainerBegunAnswer.objects.filter(person=person).delete()
    for one in TrainerAnswer.objects.filter(person=person).prefetch_related("exercise"):
        rules = rules_of(one.exercise.kind)
        if rules.own_words(one.response):
            TrainerAnswer.objects.filter(pk=one.pk).update(response=rules.emptied(one.response))
