"""What a learner does. One lock an enrolment: two answers at once are counted one after the other, so none is missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotAllowed, NotFound, WrongState
from coursesite.core.restrictions import closed_to
from coursesite.tracking.record import record, record_all
from modules.catalogue.outline import ModuleOutline, UnitOutline, outline, read_outline
from modules.exercises.content import Content
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.progress import rules, statements
from modules.progress.holding import Held, hold
from modules.progress.models import (
    Attempt,
    BegunAnswer,
    ModuleCompletion,
    ModuleStart,
    RequirementMet,
    SharedRequirement,
    UnitCompletion,
)
from modules.progress.openings import closed_for
from modules.progress.queries import done_by
from modules.progress.versions import kept_revision

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.organisations.models import Organisation
    from coursesite.tracking.events import Event
    from modules.catalogue.models import ModulePage, UnitPage
    from modules.exercises.models import Exercise
    from modules.progress.rules import Done

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
    enrolment: Enrolment,
    exercise: Exercise | Content,
    *,
    response: object,
    op_id: UUID,
    unit: UnitPage,
    started_at: datetime | None = None,
) -> Attempt:
    """Grades and keeps an answer to an exercise, or to its content as published. The same `op_id` again gives the attempt already made.

    Raises NotFound (enrolment closed, lesson not published, exercise not in it), NotAllowed (lesson closed to this person),
    WrongState (module not open yet), Invalid (not a whole answer; nothing is written).
    """
    content = exercise if isinstance(exercise, Content) else exercise.content()
    module, outlined, held = _held(enrolment, unit, content.pk, op_id)
    if held.is_sent:
        return _sent(op_id, enrolment, content)
    if held.may_be_closed and closed_to(enrolment.person, unit):
        raise NotAllowed(_("This lesson is not open to you."))
    if content.pk not in outlined.exercises:
        raise NotFound(_("This exercise is not in this lesson."))
    if held.has_to_wait(module) and (closed := closed_for(enrolment.pk, module)):
        raise WrongState(closed.reason, code="step_locked")
    graded = grade(content, response)
    if held.last and rules_of(content.kind).is_once:
        raise WrongState(_("You have answered already, and it is answered once."), code="answered_once")
    start = held.start or ModuleStart(enrolment=enrolment, module_id=module.pk)
    is_new, now = held.start is None, timezone.now()
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        exercise_id=content.pk,
        revision_id=content.revision,
        op_id=op_id,
        number=held.last + 1,
        response=response,
        raw=graded.raw,
        maximum=graded.maximum,
        success=graded.success,
        at=now,
    )
    if held.is_begun:
        BegunAnswer.objects.filter(enrolment=enrolment, exercise=content.pk).delete()
    spent = now - started_at if started_at else None
    duration = spent if spent and timedelta(0) < spent < LONGEST else None
    done = held.done((content.pk, graded.raw, graded.maximum))
    moved = _move(enrolment, start, module, done, is_completed=module.pk in held.completed)
    begun = [statements.initialized(start, enrolment, module)] if is_new else []
    record_all([*begun, *statements.answered(attempt, enrolment, module, content, duration), *moved], known=held.known)
    return attempt


@transaction.atomic
def begin_answer(enrolment: Enrolment, exercise: Exercise | Content, *, response: object, unit: UnitPage) -> BegunAnswer:
    """Keeps the beginning of an answer, in the place of the one kept before. Raises as `answer` does."""
    enrolment = locked(enrolment.pk, must_be_open=True)
    module, outlined = _unit(unit, enrolment.person)
    content = exercise if isinstance(exercise, Content) else exercise.content()
    if content.pk not in outlined.exercises:
        raise NotFound(_("This exercise is not in this lesson."))
    if not rules_of(content.kind).is_unfinished(content, response):
        raise Invalid(_("This answer cannot be read."), code="malformed_response")
    _start(enrolment, module)
    kept = {"response": response, "at": timezone.now()}
    begun, _created = BegunAnswer.objects.update_or_create(enrolment=enrolment, exercise_id=content.pk, defaults=kept)
    return begun


@transaction.atomic
def meet_requirement(enrolment: Enrolment, key: str, *, at: datetime | None = None) -> RequirementMet:
    """Says that she did something asked of her ("exit-survey:sent"); twice changes nothing. `at`: now, if it is not given."""
    enrolment = locked(enrolment.pk)
    met, created = RequirementMet.objects.get_or_create(enrolment=enrolment, key=key, defaults={"met_at": at or timezone.now()})
    if created:
        begun = {start.module_id: start for start in ModuleStart.objects.filter(enrolment=enrolment)}
        for module in read_outline() if begun else ():
            if key in module.requirements and module.pk in begun:
                settle(enrolment, begun[module.pk], module)
    return met


@transaction.atomic
def meet_together(organisation: Organisation, key: str) -> SharedRequirement:
    """Says that something a module asks of an organisation is there ("theory-of-change:saved"); twice changes nothing. It completes the
    module of every learner of the organisation who had only this left."""
    met, created = SharedRequirement.objects.get_or_create(organisation=organisation, key=key)
    if created:
        asking = [module for module in read_outline() if key in module.requirements]
        settle_all(waiting(asking).filter(enrolment__organisation=organisation), asking)
    return met


@transaction.atomic
def withdraw_together(organisation: Organisation, key: str) -> None:
    """It is no longer so: a validated sheet was opened again. What is complete stays complete."""
    SharedRequirement.objects.filter(organisation=organisation, key=key).delete()


def waiting(modules: Iterable[ModuleOutline]) -> QuerySet[ModuleStart]:
    """These modules, begun and not complete, of people who follow the course today."""
    done = ModuleCompletion.objects.filter(enrolment=OuterRef("enrolment"), module=OuterRef("module"))
    begun = ModuleStart.objects.filter(~Exists(done), module__in=[module.pk for module in modules])
    return begun.filter(enrolment__in=Enrolment.objects.open().values("pk"))


def settle_all(begun: QuerySet[ModuleStart], modules: Iterable[ModuleOutline]) -> None:
    """In one order, so that two sheets saved at once do not wait for each other."""
    outlined = {module.pk: module for module in modules}
    for pk, enrolment in begun.order_by("enrolment", "module").values_list("pk", "enrolment"):
        held = locked(enrolment)
        start = ModuleStart.objects.get(pk=pk)
        settle(held, start, outlined[start.module_id])


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


def _held(enrolment: Enrolment, unit: UnitPage, exercise: int, op_id: UUID) -> tuple[ModuleOutline, UnitOutline, Held]:
    """By the outline that is kept, when the database says that it still stands; else by one that is read afresh."""
    for modules in (outline, read_outline):
        if (place := _place(modules(), unit)) is not None:
            held = hold(enrolment, place[0], exercise, op_id)
            if held.still_published or modules is read_outline:
                return *place, held
    raise NotFound(_("This lesson is not published."))


def _sent(op_id: UUID, enrolment: Enrolment, content: Content) -> Attempt:
    made = Attempt.objects.get(op_id=op_id)
    if made.enrolment_id != enrolment.pk or made.exercise_id != content.pk:
        raise Invalid(_("This answer cannot be read."), code="op_id_taken")
    return made


def _unit(page: UnitPage, person: User) -> tuple[ModuleOutline, UnitOutline]:
    place = _place(read_outline(), page)
    if place is None:
        raise NotFound(_("This lesson is not published."))
    if closed_to(person, page):
        raise NotAllowed(_("This lesson is not open to you."))
    return place


def _place(modules: tuple[ModuleOutline, ...], page: UnitPage) -> tuple[ModuleOutline, UnitOutline] | None:
    return next(((module, unit) for module in modules for unit in module.units if unit.pk == page.pk), None)


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
    is_completed = ModuleCompletion.objects.filter(enrolment=enrolment, module=module.pk).exists()
    record_all(_move(enrolment, start, module, done, is_completed=is_completed))


def _move(enrolment: Enrolment, start: ModuleStart, module: ModuleOutline, done: Done, *, is_completed: bool) -> list[Event]:
    """Writes how far it goes, and returns what is to be told of it. `start` may be new."""
    now, percent = timezone.now(), rules.percent(module, done)
    tells = percent >= start.traced + STEP or percent == 100 > start.traced
    passes = bool(module.graded) and rules.exercises_passed(module, done) and start.passed_at is None
    if tells:
        start.traced = percent
    if passes:
        start.passed_at = now
    if start.pk is None:
        start.save(force_insert=True)
    elif tells or passes:
        start.save(update_fields=["traced", "passed_at"])
    events = [statements.progressed(start, enrolment, module, percent, now)] if tells else []
    if passes:
        events.append(statements.passed(start, enrolment, module, *rules.score(module, done), now))
    if not is_completed and rules.is_complete(module, done):
        completion = ModuleCompletion.objects.create(enrolment=enrolment, module_id=module.pk, completed_at=now)
        events.append(statements.completed(completion, enrolment, module))
    return events
