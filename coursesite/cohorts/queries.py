from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, Participation, TrainerAssignment

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation


def current_enrolments(user: User) -> QuerySet[Enrolment]:
    """What the person follows, latest first."""
    found = Enrolment.objects.open().filter(person=user)
    return found.select_related("cohort__programme__network", "organisation").order_by("-enrolled_at")


def current_enrolment(user: User) -> Enrolment | None:
    return current_enrolments(user).first() if user.is_authenticated else None


def trainers_of(cohort: Cohort) -> QuerySet[User]:
    """People who train the cohort today, in the order they were assigned."""
    assigned = TrainerAssignment.objects.current().filter(cohort=cohort)
    return User.objects.filter(is_active=True, trainer_assignments__in=assigned).order_by("trainer_assignments__pk")


def cohort_of(organisation: Organisation) -> Cohort | None:
    """The cohort in which the organisation takes part now, the latest if several."""
    taking_part = Participation.objects.filter(organisation=organisation, left_on=None)
    latest = taking_part.select_related("cohort__programme").order_by("-cohort__starts_on", "-pk").first()
    return latest.cohort if latest else None


def trained_cohorts(user: User) -> QuerySet[Cohort]:
    assigned = TrainerAssignment.objects.current().filter(person=user)
    return Cohort.objects.filter(trainer_assignments__in=assigned).select_related("programme__network").distinct()
