from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from wagtail.models import Revision

from coursesite.core.kept_here import kept_here
from modules.exercises.content import Content
from modules.exercises.kinds import rules_of
from modules.exercises.models import KINDS, Exercise, FormerVersion

SECONDS = 300


def contents(keys: Iterable[int]) -> dict[int, Content]:
    """Published exercises by primary key: one query, and one a kind."""
    return {exercise.pk: exercise.content() for exercise in Exercise.objects.published().filter(pk__in=list(keys))}


class Standing(NamedTuple):
    """What a module asks of an exercise: whether its points count, whether the short path ends with it."""

    counts: bool
    is_key: bool
    renewed_at: datetime | None = None  # when its version took the place of another one


def published(keys: Iterable[int]) -> dict[int, Standing]:
    """Those of these exercises that are published, by primary key. One query."""
    found = Exercise.objects.non_polymorphic().filter(pk__in=list(keys), live=True)
    counts = {model._meta.model_name: rules_of(kind).counts for kind, model in KINDS.items()}
    former = FormerVersion.objects.filter(exercise=OuterRef("pk")).order_by("-replaced_at")
    rows = found.values_list("pk", "polymorphic_ctype__model", "is_key", Subquery(former.values("replaced_at")[:1]))
    return {key: Standing(counts[name], is_key, renewed_at) for key, name, is_key, renewed_at in rows}


def contents_at(keys: Iterable[int], moment: datetime) -> dict[int, Content]:
    """Of these exercises, those that have had another version since, as they were asked then. One query, and one for each not kept."""
    since = FormerVersion.objects.filter(exercise__in=list(keys), replaced_at__gt=moment).order_by("-replaced_at")
    return {exercise: _former(revision) for exercise, revision in dict(since.values_list("exercise", "revision")).items()}


def _former(revision: int) -> Content:
    """A revision never changes."""

    def read() -> Content:
        return replace(Revision.objects.get(pk=revision).as_object().content(), revision=revision)

    return kept_here(f"former:{revision}", read, seconds=SECONDS)
