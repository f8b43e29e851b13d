from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modules.catalogue.outline import ModuleOutline, UnitOutline
from modules.progress import rules
from modules.progress.rules import Done
from modules.progress.states import Rows
from modules.training.models import TrainerAnswer, TrainerBegunAnswer, TrainerReading
from modules.training.outline import track

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@dataclass(frozen=True)
class LessonState:
    """How far one person is in one lesson."""

    unit: UnitOutline
    seen: bool
    tried: int  # of its exercises

    @property
    def exercises(self) -> int:
        return len(self.unit.exercises)


@dataclass(frozen=True)
class TrackState:
    """How far one person is in the whole track."""

    track: ModuleOutline
    lessons: tuple[LessonState, ...]
    raw: int
    maximum: int
    percent: int
    is_passed: bool  # the exercises: all tried, enough points
    next: UnitOutline | None
    threshold: int = rules.THRESHOLD

    @property
    def is_complete(self) -> bool:
        return self.percent == 100

    @property
    def is_begun(self) -> bool:
        return self.percent > 0

    @property
    def seen(self) -> int:
        return sum(lesson.seen for lesson in self.lessons)

    @property
    def to_try(self) -> int:
        return sum(lesson.exercises - lesson.tried for lesson in self.lessons)


def done_by(person: User) -> Done:
    """Two queries."""
    seen = TrainerReading.objects.filter(person=person).values_list("lesson", flat=True)
    answers = TrainerAnswer.objects.filter(person=person).order_by().values_list("exercise", "raw", "maximum").distinct()
    return Done(seen=frozenset(seen), best=rules.best_of(answers))


def lessons_of(person: User) -> TrackState | None:
    """By the rule of the course: every lesson seen, every exercise tried, enough points. None without a published track."""
    found = track()
    if found is None:
        return None
    done = done_by(person)
    lessons = (LessonState(one, one.pk in done.seen, sum(key in done.best for key in one.exercises)) for one in found.units)
    raw, maximum = rules.score(found, done)
    return TrackState(
        track=found,
        lessons=tuple(lessons),
        raw=raw,
        maximum=maximum,
        percent=rules.percent(found, done),
        is_passed=rules.exercises_passed(found, done),
        next=rules.next_unit(found, done),
    )


def rows_of(person: User, exercises: list[int]) -> Rows:
    """What a lesson's page shows of its reader, in the shape of `progress.states`. Three queries."""
    rows: Rows = [
        ("unit", pk, 0, 0, 0, "") for pk in TrainerReading.objects.filter(person=person).values_list("lesson", flat=True)
    ]
    answers = TrainerAnswer.objects.filter(person=person, exercise__in=exercises)
    for key, raw, maximum, number, response in answers.values_list("exercise", "raw", "maximum", "number", "response"):
        rows.append(("attempt", key, raw, maximum, number, json.dumps(response)))
    begun = TrainerBegunAnswer.objects.filter(person=person, exercise__in=exercises)
    rows += [("begun", key, 0, 0, 0, json.dumps(response)) for key, response in begun.values_list("exercise", "response")]
    return rows
