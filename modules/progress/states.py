"""What a lesson's page shows of the person who reads it, in one query."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coursesite.core.templatetags.ui import minutes
from modules.catalogue.lessons import Lesson
from modules.exercises.content import Content
from modules.exercises.presentation import ExerciseForm, present
from modules.exercises.responses import Typed
from modules.progress.rules import Score, best_of
from modules.progress.versions import kept_exercises

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
class Said:
    """What the person said of the lesson as it is published now."""

    useful: bool
    comment: str


@dataclass(frozen=True)
class UnitState:
    """`enrolment` is None for those who read without following the course: they answer nothing. In the training of trainers, it
    names whoever reads."""

    enrolment: int | str | None
    seen: frozenset[int] = frozenset()
    poles: list[dict[str, Any]] = field(default_factory=list)
    exercises: dict[str, ExerciseState] = field(default_factory=dict)
    note: str = ""
    opinion: Said | None = None
    asks_former: bool = False  # an exercise at least is asked as it was when she began

    @property
    def can_answer(self) -> bool:
        return self.enrolment is not None

    @property
    def follows(self) -> bool:
        """The course, whose trainers may be asked."""
        return isinstance(self.enrolment, int)


def unit_state(
    enrolment: int | None,
    lesson: Lesson,
    *,
    refused: RefusedAnswer | None = None,
    current: int | None = None,
    revision: int | None = None,
) -> UnitState:
    """`enrolment` None: somebody who only reads, or a preview. `current`: the lesson being read, `revision`: as it stood then,
    None for the one that is published. One query, and those of `kept_exercises`."""
    former = _former(enrolment, lesson, current) if enrolment is not None else {}
    lesson = lesson.asking(former)
    rows = _rows(enrolment, lesson, current) if enrolment is not None else []
    state = state_of(
        enrolment,
        lesson,
        rows,
        lambda content: _url(content, lesson, current),
        refused=refused,
        current=current,
        revision=revision,
    )
    return replace(state, asks_former=bool(former))


def _former(enrolment: int, lesson: Lesson, current: int | None) -> dict[int, Content]:
    unit = next((unit for unit in lesson.module.units if unit.pk == current), None) if lesson.module else None
    return kept_exercises(enrolment, lesson.module, unit) if lesson.module and unit else {}


def state_of(
    whose: int | str | None,
    lesson: Lesson,
    rows: Rows,
    address: Callable[[Content], str],
    *,
    refused: RefusedAnswer | None = None,
    current: int | None = None,
    revision: int | None = None,
) -> UnitState:
    """From rows already read. `address`: where an exercise is answered."""
    seen = frozenset(ref for kind, ref, *_rest in rows if kind == "unit")
    begun = signing.dumps(int(timezone.now().timestamp()), salt=SALT)
    exercises = {content.code: _exercise(content, rows, refused, address(content), begun) for content in lesson.exercises}
    note = next((row[5] for row in rows if row[0] == "note"), "")
    return UnitState(whose, seen, _poles(lesson, seen, current), exercises, note, _opinion(rows, lesson, current, revision))


def _opinion(rows: Rows, lesson: Lesson, current: int | None, revision: int | None) -> Said | None:
    """What was said of another version is not shown: it was about other words."""
    units = lesson.module.units if lesson.module else ()
    about = revision or next((unit.revision for unit in units if unit.pk == current), None) or 0
    return next((Said(bool(row[2]), row[5]) for row in rows if row[0] == "opinion" and row[4] == about), None)


def _rows(enrolment: int, lesson: Lesson, current: int | None) -> Rows:
    """The lessons seen, every attempt of this lesson's exercises, its notes and opinions, as rows of one shape.

    Written by hand: built by the ORM, this query costs more than all the rest of a lesson's page.
    """
    keys = [key for content in lesson.exercises for key in (content.pk, content.repeats) if key] or [0]
    attempts = f"exercise_id IN ({', '.join(['%s'] * len(keys))})"
    sql = (
        "SELECT 'unit', unit_id, 0, 0, 0, '' FROM progress_unitcompletion WHERE enrolment_id = %s UNION ALL "  # noqa: S608 (markers only)
        "SELECT 'attempt', exercise_id, raw, maximum, number, CAST(response AS TEXT) FROM progress_attempt "
        f"WHERE enrolment_id = %s AND {attempts} UNION ALL "
        "SELECT 'begun', exercise_id, 0, 0, 0, CAST(response AS TEXT) FROM progress_begunanswer "
        f"WHERE enrolment_id = %s AND {attempts} UNION ALL "
        "SELECT 'note', unit_id, 0, 0, 0, text FROM progress_note WHERE enrolment_id = %s AND unit_id = %s UNION ALL "
        "SELECT 'opinion', unit_id, CAST(useful AS INTEGER), 0, COALESCE(revision_id, 0), comment FROM progress_opinion "
        "WHERE enrolment_id = %s AND unit_id = %s"
    )
    beside = [enrolment, current or 0]
    with connection.cursor() as cursor:
        cursor.execute(sql, [enrolment, enrolment, *keys, enrolment, *keys, *beside, *beside])
        return list(cursor.fetchall())


def _exercise(content: Content, rows: Rows, refused: RefusedAnswer | None, url: str, begun: str) -> ExerciseState:
    attempts = sorted((row for row in rows if row[0] == "attempt" and row[1] == content.pk), key=lambda row: row[4])
    best = best_of(row[1:4] for row in attempts).get(content.pk)
    last = attempts[-1] if attempts else None
    if refused and refused.code == content.code:
        form = present(content, typed=refused.typed, error=refused.message)
    else:
        beginning, before = _kept(rows, "begun", content.pk), _kept(rows, "attempt", content.repeats) if last else None
        answered = json.loads(last[5]) if last else None
        form = present(content, answered=answered, attempts=len(attempts), begun=beginning, before=before)
    return ExerciseState(
        form=form,
        url=url,
        op_id=uuid.uuid4(),
        begun=begun,
        attempts=len(attempts),
        last=(last[2], last[3]) if last else None,
        best=best,
    )


def _kept(rows: Rows, kind: str, exercise: int | None) -> Any:
    """The response of the first such row."""
    found = sorted((row for row in rows if row[0] == kind and row[1] == exercise), key=lambda row: row[4])
    return json.loads(found[0][5]) if found else None


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
