"""What somebody who trains does of the track. None of it is traced: traces tell of learners."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotAllowed, NotFound, WrongState
from coursesite.core.restrictions import closed_to
from modules.catalogue.permissions import accompanies
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.training.models import TrainerAnswer, TrainerBegunAnswer, TrainerReading
from modules.training.outline import read_track

if TYPE_CHECKING:
    from modules.exercises.models import Exercise
    from modules.training.models import TrainerLessonPage


@transaction.atomic
def finish_lesson(person: User, lesson: TrainerLessonPage) -> TrainerReading:
    """Marks the lesson as read to its end; twice changes nothing. Raises NotFound, NotAllowed."""
    _may_read(person, lesson)
    reading, _created = TrainerReading.objects.get_or_create(person=person, lesson=lesson)
    return reading


@transaction.atomic
def answer(person: User, exercise: Exercise, *, response: object, op_id: UUID, lesson: TrainerLessonPage) -> TrainerAnswer:
    """Grades and keeps an answer. The same `op_id` again gives the answer already made.

    Raises NotFound (who may not read it, exercise not in it), NotAllowed, WrongState, Invalid (nothing is written).
    """
    _one_at_a_time(person)
    if (made := TrainerAnswer.objects.filter(op_id=op_id).first()) is not None:
        if made.person_id != person.pk or made.exercise_id != exercise.pk:
            raise Invalid(_("This answer cannot be read."), code="op_id_taken")
        return made
    _stands_in(person, exercise, lesson)
    content = exercise.content()
    graded = grade(content, response)
    mine = TrainerAnswer.objects.filter(person=person, exercise=exercise.pk)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    if last and rules_of(content.kind).is_once:
        raise WrongState(_("You have answered already, and it is answered once."), code="answered_once")
    TrainerBegunAnswer.objects.filter(person=person, exercise=exercise.pk).delete()
    return TrainerAnswer.objects.create(
        person=person,
        exercise_id=exercise.pk,
        revision_id=content.revision,
        op_id=op_id,
        number=last + 1,
        response=response,
        raw=graded.raw,
        maximum=graded.maximum,
        success=graded.success,
    )


@transaction.atomic
def begin_answer(person: User, exercise: Exercise, *, response: object, lesson: TrainerLessonPage) -> TrainerBegunAnswer:
    """Keeps the beginning of an answer, in the place of the one kept before. Raises as `answer` does."""
    _one_at_a_time(person)
    _stands_in(person, exercise, lesson)
    content = exercise.content()
    if not rules_of(content.kind).is_unfinished(content, response):
        raise Invalid(_("This answer cannot be read."), code="malformed_response")
    kept = {"response": response, "at": timezone.now()}
    begun, _created = TrainerBegunAnswer.objects.update_or_create(person=person, exercise_id=exercise.pk, defaults=kept)
    return begun


def _one_at_a_time(person: User) -> None:
    """Two answers at once are numbered one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _stands_in(person: User, exercise: Exercise, lesson: TrainerLessonPage) -> None:
    _may_read(person, lesson)
    track = read_track()
    if not any(unit.pk == lesson.pk and exercise.pk in unit.exercises for unit in (track.units if track else ())):
        raise NotFound(_("This exercise is not in this lesson."))


def _may_read(person: User, lesson: TrainerLessonPage) -> None:
    if not lesson.live or not accompanies(person):
        raise NotFound(_("This lesson does not exist."))
    if closed_to(person, lesson):
        raise NotAllowed(_("This lesson is not open to you."))
