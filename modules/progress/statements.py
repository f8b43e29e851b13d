"""What this room tells of a learner's way, one pure function per verb. Titles of our own pages and figures only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Activity, Event, Result, Score, course_reference
from modules.catalogue.outline import ModuleOutline, UnitOutline
from modules.exercises import statements as exercises
from modules.exercises.content import Content

if TYPE_CHECKING:
    from coursesite.cohorts.models import Enrolment
    from modules.progress.models import Attempt, ModuleCompletion, ModuleStart, UnitCompletion


def module_activity(module: ModuleOutline) -> Activity:
    return Activity("module", str(module.trace_id), v.MODULE, {"fr": f"Module {module.number} : {module.title}"})


def exercise_set(module: ModuleOutline) -> Activity:
    return Activity("exercise-set", str(module.trace_id), v.ASSESSMENT, {"fr": f"Exercices du module {module.number}"})


def lesson_activity(unit: UnitOutline) -> Activity:
    return Activity("lesson", str(unit.trace_id), v.PAGE, {"fr": unit.title})


def _event(enrolment: Enrolment, key: str, verb: v.Verb, about: Activity, parent: Activity, at: datetime, **more: Any) -> Event:
    return Event(
        key=key,
        subject=enrolment.person,
        actor=enrolment.person,
        verb=verb,
        object=about,
        parent=parent,
        registration=enrolment.registration,
        team=enrolment.cohort.trace_id,
        at=at,
        **more,
    )


def _revision(page: ModuleOutline | UnitOutline) -> str | None:
    return str(page.revision) if page.revision else None


def initialized(start: ModuleStart, enrolment: Enrolment, module: ModuleOutline) -> Event:
    key = f"progress.modulestart/{start.pk}/initialized"
    about = module_activity(module)
    return _event(enrolment, key, v.INITIALIZED, about, course_reference(), start.started_at, revision=_revision(module))


def viewed(completion: UnitCompletion, enrolment: Enrolment, module: ModuleOutline, unit: UnitOutline) -> Event:
    key = f"progress.unitcompletion/{completion.pk}/viewed"
    about, parent = lesson_activity(unit), module_activity(module)
    return _event(enrolment, key, v.VIEWED, about, parent, completion.seen_at, revision=_revision(unit))


def progressed(start: ModuleStart, enrolment: Enrolment, module: ModuleOutline, percent: int, at: datetime) -> Event:
    key = f"progress.modulestart/{start.pk}/progressed/{percent}"
    result = Result(extensions={v.PROGRESS: percent})
    return _event(enrolment, key, v.PROGRESSED, module_activity(module), course_reference(), at, result=result)


def answered(
    attempt: Attempt, enrolment: Enrolment, module: ModuleOutline, content: Content, duration: timedelta | None, *, turn: int = 1
) -> Event:
    """`turn`: 2 once the answer was graded again."""
    result = Result(
        success=attempt.success,
        completion=True,
        score=Score(raw=attempt.raw, max=attempt.maximum),
        response=exercises.response_text(content, attempt.response),
        duration=duration,
    )
    about, parent = exercises.activity(content), exercise_set(module)
    key = answered_key(attempt, turn)
    return _event(enrolment, key, v.ANSWERED, about, parent, attempt.at, result=result, extensions={v.ATTEMPT: attempt.number})


def answered_key(attempt: Attempt, turn: int) -> str:
    return f"progress.attempt/{attempt.pk}/answered" + (f"#{turn}" if turn > 1 else "")


def passed(start: ModuleStart, enrolment: Enrolment, module: ModuleOutline, raw: int, maximum: int, at: datetime) -> Event:
    key = f"progress.modulestart/{start.pk}/passed"
    result = Result(success=True, score=Score(raw=raw, max=maximum))
    return _event(enrolment, key, v.PASSED, exercise_set(module), module_activity(module), at, result=result)


def completed(completion: ModuleCompletion, enrolment: Enrolment, module: ModuleOutline) -> Event:
    """Without duration: the days between beginning and end are not the time spent."""
    key = f"progress.modulecompletion/{completion.pk}/completed"
    about = module_activity(module)
    result = Result(completion=True)
    return _event(
        enrolment, key, v.COMPLETED, about, course_reference(), completion.completed_at, result=result, revision=_revision(module)
    )
