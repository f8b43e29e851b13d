"""What a lesson's page shows of the person who reads it, in one query."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts.models import Enrolment
from coursesite.core.templatetags.ui import minutes
from modules.catalogue.lessons import Lesson
from modules.exercises.content import Content
from modules.exercises.presentation import ExerciseForm, present
from modules.exercises.responses import Typed
from modules.progress.models import Attempt, UnitCompletion
from modules.progress.rules import Score, better

if TYPE_CHECKING:
    from coursesite.accounts.models import User

SALT = "progress.begun"
Rows = list[tuple[str, int, int, int, int, str]]


@dataclass(frozen=True)
class RefusedAnswer:
    """An answer that was not one: the page is shown again with what was typed."""

    code: str
    typed: Typed
    message: str


@dataclass(frozen=True)
class ExerciseState:
    form: ExerciseForm
    url: str
    op_id: uuid.UUID
    begun: str
    attempts: int = 0
    last: Score | None = None
    best: Score | None = None


@dataclass(frozen=True)
class UnitState:
    """`enrolment` is None for those who read without following the course: they answer nothing."""

    enrolment: int | None
    seen: frozenset[int] = frozenset()
    poles: list[dict[str, Any]] = field(default_factory=list)
    exercises: dict[str, ExerciseState] = field(default_factory=dict)

    @property
    def can_answer(self) -> bool:
        return self.enrolment is not None

    @property
    def marks(self) -> list[dict[str, Any]]:
        """The poles without links, for the short row whose words are heard and not seen."""
        return [{**pole, "url": ""} for pole in self.poles]


def unit_state(
    user: User | None, lesson: Lesson, *, refused: RefusedAnswer | None = None, current: int | None = None
) -> UnitState:
    """`user` None: a preview. `current`: the lesson being read."""
    rows = _rows(user, lesson) if user is not None else []
    enrolment = next((ref for kind, ref, *_rest in rows if kind == "enrolment"), None)
    seen = frozenset(ref for kind, ref, *_rest in rows if kind == "unit")
    exercises = {content.code: _exercise(content, lesson, rows, refused, current) for content in lesson.exercises}
    return UnitState(enrolment, seen, _poles(lesson, seen, current), exercises)


def _rows(user: User, lesson: Lesson) -> Rows:
    """The enrolment, the lessons seen and every attempt of this lesson's exercises, as rows of one shape."""
    mine = Enrolment.objects.open().filter(person=user).order_by("-enrolled_at").values("pk")[:1]
    units = [unit.pk for unit in lesson.module.units] if lesson.module else []
    zero, empty = Value(0, output_field=IntegerField()), Value("", output_field=TextField())

    def rows(
        kind: str, found: QuerySet, ref: str, raw: Any = zero, maximum: Any = zero, number: Any = zero, text: Any = empty
    ) -> QuerySet:
        shaped = found.order_by().annotate(
            k=Value(kind, output_field=TextField()), ref=F(ref), r=raw, m=maximum, n=number, t=text
        )  # fmt: skip
        return shaped.values_list("k", "ref", "r", "m", "n", "t")

    attempts = Attempt.objects.filter(enrolment__in=mine, exercise__in=[content.pk for content in lesson.exercises])
    return list(
        rows("enrolment", Enrolment.objects.filter(pk__in=mine), "pk").union(
            rows("unit", UnitCompletion.objects.filter(enrolment__in=mine, unit__in=units), "unit_id"),
            rows("attempt", attempts, "exercise_id", F("raw"), F("maximum"), F("number"), Cast("response", TextField())),
            all=True,
        )
    )


def _exercise(content: Content, lesson: Lesson, rows: Rows, refused: RefusedAnswer | None, current: int | None) -> ExerciseState:
    attempts = sorted((row for row in rows if row[0] == "attempt" and row[1] == content.pk), key=lambda row: row[4])
    best: Score | None = None
    for _kind, _ref, raw, maximum, _number, _text in attempts:
        if better((raw, maximum), best):
            best = (raw, maximum)
    last = attempts[-1] if attempts else None
    if refused and refused.code == content.code:
        form = present(content, typed=refused.typed, error=refused.message)
    else:
        form = present(content, answered=json.loads(last[5]) if last else None)
    return ExerciseState(
        form=form,
        url=_url(content, lesson, current),
        op_id=uuid.uuid4(),
        begun=signing.dumps(int(timezone.now().timestamp()), salt=SALT),
        attempts=len(attempts),
        last=(last[2], last[3]) if last else None,
        best=best,
    )


def _url(content: Content, lesson: Lesson, current: int | None) -> str:
    unit = next((unit for unit in lesson.module.units if unit.pk == current), None) if lesson.module else None
    return reverse("progress:answer", args=[unit.module_slug, unit.slug, content.code]) if unit else ""


def _poles(lesson: Lesson, seen: frozenset[int], current: int | None) -> list[dict[str, Any]]:
    return [
        {
            "label": unit.title,
            "url": "" if unit.pk == current else unit.url,
            "state": "current" if unit.pk == current else "done" if unit.pk in seen else "later",
            "note": minutes(unit.minutes),
        }
        for unit in (lesson.module.units if lesson.module else ())
    ]


def begun_at(token: str) -> datetime | None:
    """When the page was opened, as we signed it; None for anything else."""
    try:
        return datetime.fromtimestamp(signing.loads(token, salt=SALT, max_age=24 * 3600), tz=timezone.get_default_timezone())
    except (signing.BadSignature, TypeError, ValueError, OSError, OverflowError):
        return None
