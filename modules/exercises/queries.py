from __future__ import annotations

from collections.abc import Iterable

from modules.exercises.content import Content
from modules.exercises.models import Exercise


def contents(keys: Iterable[int]) -> dict[int, Content]:
    """Published exercises by primary key: one query, and one a kind."""
    return {exercise.pk: exercise.content() for exercise in Exercise.objects.published().filter(pk__in=list(keys))}


def published(keys: Iterable[int]) -> dict[int, bool]:
    """Which of these exercises are published: primary key → whether its points count. One query."""
    found = Exercise.objects.non_polymorphic().filter(pk__in=list(keys), live=True)
    return dict.fromkeys(found.values_list("pk", flat=True), True)
