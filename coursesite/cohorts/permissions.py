from __future__ import annotations

from typing import TYPE_CHECKING

from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.organisations.permissions import is_officer

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def is_trainer(user: User, cohort: Cohort | None = None) -> bool:
    assignments = TrainerAssignment.objects.current().filter(person=user)
    return assignments.filter(cohort=cohort).exists() if cohort else assignments.exists()


def is_enrolled(user: User, cohort: Cohort) -> bool:
    return Enrolment.objects.open().filter(person=user, cohort=cohort).exists()


def officer_can(user: User, cohort: Cohort) -> bool:
    return is_officer(user, cohort.programme.network)


def can_view(user: User, cohort: Cohort) -> bool:
    return Cohort.objects.visible_to(user).filter(pk=cohort.pk).exists()
