from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coursesite.cohorts.enums import ANSWERING, Contribution
from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.core.errors import NotAllowed
from coursesite.organisations.permissions import is_officer

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.organisations.models import Network


def is_trainer(user: User, cohort: Cohort | None = None) -> bool:
    assignments = TrainerAssignment.objects.current().filter(person=user)
    return assignments.filter(cohort=cohort).exists() if cohort else assignments.exists()


def contribution_of(user: User, cohort: Cohort) -> str | None:
    """How far the person goes in the reviews of a cohort that she trains today."""
    mine = TrainerAssignment.objects.current().filter(person=user, cohort=cohort)
    return mine.values_list("contribution", flat=True).first()


def may_draft(user: User, cohort: Cohort) -> bool:
    return contribution_of(user, cohort) in ANSWERING


def may_decide(user: User, cohort: Cohort) -> bool:
    return contribution_of(user, cohort) == Contribution.DECIDES


def is_enrolled(user: User, cohort: Cohort) -> bool:
    return Enrolment.objects.open().filter(person=user, cohort=cohort).exists()


def officer_can(user: User, cohort: Cohort) -> bool:
    return is_officer(user, cohort.programme.network)


def can_view(user: User, cohort: Cohort) -> bool:
    return is_enrolled(user, cohort) or is_trainer(user, cohort) or officer_can(user, cohort)


def may_follow(user: User, cohort: Cohort) -> None:
    if not (is_trainer(user, cohort) or officer_can(user, cohort)):
        raise NotAllowed(_("Only those who train this cohort, or act for its network, may do this."))


def may_officer(user: User, network: Network) -> None:
    if not is_officer(user, network):
        raise NotAllowed(_("Only the people who act for this network may do this."))
