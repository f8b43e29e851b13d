from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modules.exercises.content import Content
from modules.exercises.kinds import rules_of
from modules.exercises.models import KINDS, Exercise


def contents(keys: Iterable[int]) -> dict[int, Content]:
    """Published exercises by primary key: one query, and one a kind."""
    return {exercise.pk: exercise.content() for exercise in Exercise.objects.published().filter(pk__in=list(keys))}


class Standing(NamedTuple):
    """What a module asks of an exercise: whether its points count, whether the short path ends with it."""

    counts: bool
    is_key: bool


def published(keys: Iterable[int]) -> dict[int, Standing]:
    """Those of these exercises that are published, by primary key. One query."""
    found = Exercise.objects.non_polymorphic().filter(pk__in=list(keys), live=True)
    counts = {model._meta.model_name: rules_of(kind).counts for kind, model in KINDS.items()}
    rows = found.values_list("pk", "polymorphic_ctype__model", "is_key")
    return {key: Standing(counts[name], is_key) for key, name, is_key in rows}
