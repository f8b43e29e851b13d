"""What a learner does. One lock an enrolment: two answers at once are counted one after the other, so none is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotAllowed, NotFound, WrongState
from coursesite.core.restrictions import closed_to
from coursesite.tracking.record import record, record_all
from modules.catalogue.outline import ModuleOutline, UnitOutline, read_outline
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.progress import rules, statements
from modules.progress.models import Attempt, BegunAnswer, ModuleCompletion, ModuleStart, RequirementMet, UnitCompletion
from modules.progress.openings import closed_for
from modules.progress.queries import done_by
from modules.progress.versions import kept_revision

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from modules.catalogue.models import ModulePage, UnitPage
    from modules.exercises.models import Exercise

STEP = 10  # points of progress worth a statement
LONGEST = timedelta(hours=4)  # a page left open longer says nothing of the time spent


@transaction.atomic
def start_module(enrolment: Enrolment, module: ModulePage) -> ModuleStart:
    """Marks the module as begun. Called by the first thing done in it, never by reading. Raises NotFound, WrongState."""
    enrolment = locked(enrolment.pk, must_be_open=True)
    return _start(enrolment, _module(module.pk))


@transaction.atomic
def complete_unit(enrolment: Enrolment, unit: UnitPage) -> UnitCompletion:
    """Marks the lesson as read to its end; twice changes nothing.

    Raises NotFound (not published, enrolment closed), NotAllowed (closed to this person), WrongState.
    """
    enrolment = locked(enrolment.pk, must_be_open=True)
    module, outlined = _unit(unit, enrolment.person)
    start = _start(enrolment, module)
    completion, created = UnitCompletion.objects.get_or_create(enrolment=enrolment, unit_id=outlined.pk)
    if created:
        kept = kept_revision(enrolment.pk, module, outlined)
        read = replace(outlined, revision=kept) if kept else outlined
        record(statements.viewed(completion, enrolment, module, read))
        settle(enrolment, start, module)
    return completion


@transaction.atomic
def answer(
    enrolment: Enrolment, exercise: Exercise, *, response: object, op_id: UUID, unit: UnitPage, started_at: datetime | None = None
) -> Attempt:
    """Grades and keeps an answer. The same `op_id` again gives the attempt already made.

    Raises NotFound (enrolment closed, lesson not published, exercise not in it), NotAllowed (lesson closed to this person),
    WrongState (module not open yet), Invalid (not a whole answer; nothing is written).
    """
    enrolment = locked(enrolment.pk, must_be_open=True)
    if (made := Attempt.objects.filter(op_id=op_id).first()) is not None:
        if made.enrolment_id != enrolment.pk or made.exercise_id != exercise.pk:
            raise Invalid(_("This answer cannot be read."), code="op_id_taken")
        return made
    module, outlined = _unit(unit, enrolment.person)
    if exercise.pk not in outlined.exercises:
        raise NotFound(_("This exercise is not in this lesson."))
    content = exercise.content()
    start = _start(enrolment, module)
    graded = grade(content, response)
    mine = Attempt.objects.filter(enrolment=enrolment, exercise=exercise.pk)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    if last and rules_of(content.kind).is_once:
        raise WrongState(_("You have answered already, and it is answered once."), code="answered_once")
    now = timezone.now()
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        exercise_id=exercise.pk,
        revision_id=content.revision,
        op_id=op_id,
        number=last + 1,
        response=response,
        raw=graded.raw,
        maximum=graded.maximum,
        success=graded.success,
        at=now,
    )
    spent = now - started_at if started_at else None
    duration = spent if spent and timedelta(0) < spent < LONGEST else None
    record_all(statements.answered(attempt, enrolment, module, content, duration))
    BegunAnswer.objects.filter(enrolment=enrolment, exercise=exercise.pk).delete()
    settle(enrolment, start, module)
    return attempt


@transaction.atomic
def begin_answer(enrolment: Enrolment, exercise: Exercise, *, response: object, unit: UnitPage) -> BegunAnswer:
    """Keeps the beginning of an answer, in the place of the one kept before. Raises as `answer` does."""
    enrolment = locked(enrolment.pk, must_be_open=True)
    module, outlined = _unit(unit, enrolment.person)
    if exercise.pk not in outlined.exercises:
        raise NotFound(_("This exercise is not in this lesson."))
    content = exercise.content()
    if not rules_of(content.kind).is_unfinished(content, response):
        raise Invalid(_("This answer cannot be read."), code="malformed_response")
    _start(enrolment, module)
    kept = {"response": response, "at": timezone.now()}
    begun, _created = BegunAnswer.objects.update_or_create(enrolment=enrolment, exercise_id=exercise.pk, defaults=kept)
    return begun


@transaction.atomic
def meet_requirement(enrolment: Enrolment, key: str) -> RequirementMet:
    """Says that something a module asks for is there ("theory-of-change:saved"); twice changes nothing."""
    enrolment = locked(enrolment.pk)
    met, created = RequirementMet.objects.get_or_create(enrolment=enrolment, key=key)
    if created:
        begun = {start.module_id: start for start in ModuleStart.objects.filter(enrolment=enrolment)}
        for module in read_outline() if begun else ():
            if key in module.requirements and module.pk in begun:
                settle(enrolment, begun[module.pk], module)
    return met


def locked(enrolment: int, *, must_be_open: bool = False) -> Enrolment:
    """One thing at a time for each learner. Raises NotFound."""
    found = Enrolment.objects.open() if must_be_open else Enrolment.objects.all()
    held = found.select_for_update(of=("self",), no_key=True).select_related("person", "cohort").filter(pk=enrolment).first()
    if held is None:
        raise NotFound(_("This course is closed for you."))
    return held


def _module(pk: int) -> ModuleOutline:
    module = next((one for one in read_outline() if one.pk == pk), None)
    if module is None:
        raise NotFound(_("This module is not published."))
    return module


def _unit(page: UnitPage, person: User) -> tuple[ModuleOutline, UnitOutline]:
    for module in read_outline():
        for unit in module.units:
            if unit.pk == page.pk:
                if closed_to(person, page):
                    raise NotAllowed(_("This lesson is not open to you."))
                return module, unit
    raise NotFound(_("This lesson is not published."))


def _start(enrolment: Enrolment, module: ModuleOutline) -> ModuleStart:
    if closed := closed_for(enrolment.pk, module):
        raise WrongState(closed.reason, code="step_locked")
    start, created = ModuleStart.objects.get_or_create(enrolment=enrolment, module_id=module.pk)
    if created:
        record(statements.initialized(start, enrolment, module))
    return start


def settle(enrolment: Enrolment, start: ModuleStart, module: ModuleOutline) -> None:
    """After something was done: tells how far it goes, and completes the module when all is there."""
    done = done_by([enrolment.pk])[enrolment.pk]
    now = timezone.now()
    percent = rules.percent(module, done)
    if percent >= start.traced + STEP or percent == 100 > start.traced:
        start.traced = percent
        record(statements.progressed(start, enrolment, module, percent, now))
    if start.passed_at is None and module.graded and rules.exercises_passed(module, done):
        start.passed_at = now
        record(statements.passed(start, enrolment, module, *rules.score(module, done), now))
    start.save(update_fields=["traced", "passed_at"])
    if rules.is_complete(module, done):
        completion, created = ModuleCompletion.objects.get_or_create(
            enrolment=enrolment, module_id=module.pk, defaults={"completed_at": now}
        )
        if created:
            record(statements.completed(completion, enrolment, module))
