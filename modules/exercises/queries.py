from __future__ import annotations

from collections.abc import Iterable

from modules.exercises.content import Content
from modules.exercises.kinds import rules_of
from modules.exercises.models import KINDS, Exercise


def contents(keys: Iterable[int]) -> dict[int, Content]:
    """Published exercises by primary key: one query, and one a kind."""
    return {exercise.pk: exercise.content() for exercise in Exercise.objects.published().filter(pk__in=list(keys))}


def published(keys: Iterable[int]) -> dict[int, bool]:
    """Which of these exercises are published: primary key → whether its points count. One query."""
    found = Exercise.objects.non_polymorphic().filter(pk__in=list(keys), live=True)
    counts = {model._meta.model_name: rules_of(kind).counts for kind, model in KINDS.items()}
    return {key: counts[name] for key, name in found.values_list("pk", "polymorphic_ctype__model")}
