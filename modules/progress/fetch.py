from __future__ import annotations

from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.queries import current_enrolment, current_enrolments
from coursesite.core.errors import NotAllowed, NotFound
from modules.catalogue.lessons import Lesson, lesson
from modules.catalogue.models import UnitPage
from modules.catalogue.permissions import can_read_lessons
from modules.catalogue.queries import find_unit
from modules.exercises.content import Content
from modules.exercises.models import Exercise
from modules.progress.versions import kept_exercises


def learner(request: HttpRequest, module: str, unit: str) -> tuple[Enrolment, UnitPage]:
    """Who follows the course, and the lesson at this address. To whoever may not read it, it does not exist."""
    page = find_unit(module, unit)
    if page is None or not can_read_lessons(request.user):
        raise NotFound(_("This lesson does not exist."))
    enrolment = current_enrolment(request.user)
    if enrolment is None:
        raise NotAllowed(_("You read this lesson without following the course: your answers would not be kept."))
    return enrolment, page


def learner_and_exercise(request: HttpRequest, module: str, unit: str, code: str) -> tuple[Enrolment, UnitPage, Content]:
    """The same, with an exercise of the lesson as it is asked of this person. One query, when the lesson is kept as it stands and none of
    its exercises has had another version."""
    exercise = Exercise.objects.non_polymorphic().filter(code=code, live=True)
    asked = current_enrolments(request.user).select_related("cohort__programme__network", "organisation", "person")
    enrolment = asked.annotate(
        any_restriction=Exists(PageViewRestriction.objects.all()),
        exercise=Subquery(exercise.values("pk")),
        exercise_revision=Subquery(exercise.values("live_revision")),
    ).first()
    page = find_unit(module, unit, any_restriction=enrolment.any_restriction) if enrolment else None
    if enrolment is None or page is None:
        enrolment, page = learner(request, module, unit)
    elif enrolment.exercise in page.exercise_keys():
        shown = lesson(page)
        if former := _former(enrolment, shown, page).get(enrolment.exercise):
            return enrolment, page, former
        kept = next((one for one in shown.exercises if one.pk == enrolment.exercise), None)
        if kept and kept.revision == enrolment.exercise_revision:
            return enrolment, page, kept
        return enrolment, page, Exercise.objects.get(pk=enrolment.exercise).content()
    raise NotFound(_("This exercise is not in this lesson."))


def _former(enrolment: Enrolment, shown: Lesson, page: UnitPage) -> dict[int, Content]:
    units = shown.module.units if shown.module else ()
    unit = next((one for one in units if one.pk == page.pk), None)
    return kept_exercises(enrolment.pk, shown.module, unit) if shown.module and unit else {}
