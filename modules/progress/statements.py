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
) -> list[Event]:
    """One for an exercise. Of a set of statements or questions, one for each, and none says how long it took.

    `turn`: 2 once the answer was graded again.
    """
    key, again = f"progress.attempt/{attempt.pk}/answered", f"#{turn}" if turn > 1 else ""
    events = []
    for said in exercises.said(content, attempt.response, success=attempt.success):
        result = Result(
            success=said.success,
            completion=True,
            score=Score(raw=attempt.raw, max=attempt.maximum) if said.success is not None and not said.key else None,
            response=said.response,
            duration=None if said.key else duration,
            extensions={} if said.length is None else {v.RESPONSE_LENGTH: said.length},
        )
        parent = exercises.questionnaire(content) if said.key else exercise_set(module)
        about, extensions = said.about, {v.ATTEMPT: attempt.number}
        its = (f"{key}/{said.key}" if said.key else key) + again
        events.append(_event(enrolment, its, v.ANSWERED, about, parent, attempt.at, result=result, extensions=extensions))
    return events


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
