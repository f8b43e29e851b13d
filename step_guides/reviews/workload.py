"""Who has what to read: figures a trainer, for those who train and for those who act for the network. Never a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coursesite.cohorts.models import Cohort, TrainerAssignment
from coursesite.organisations.permissions import officer_networks
from step_guides.reviews.queue import is_late
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from coursesite.accounts.models import User

RECENTLY = timedelta(days=30)


@dataclass
class Load:
    """One trainer. `free`: versions that nobody has taken in her cohorts; `late`: of those she has."""

    person: User
    cohorts: list[Cohort] = field(default_factory=list)
    free: int = 0
    claimed: int = 0
    late: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Workload:
    loads: list[Load]
    waiting: int
    free: int
    late: int


def cohorts_of(user: User) -> QuerySet[Cohort]:
    """Those that the person trains today, or for whose network she acts."""
    trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
    found = Cohort.objects.filter(Q(pk__in=trained) | Q(programme__network__in=officer_networks(user)))
    return found.select_related("programme")


def workload(cohorts: list[Cohort]) -> Workload:
    """Four queries, however many versions wait."""
    waiting = Submission.objects.live().filter(cohort__in=cohorts).order_by()
    figures = {"number": Count("pk"), "late": Count("pk", filter=is_late(cohorts))}
    free = {row["cohort"]: row for row in waiting.unclaimed().values("cohort").annotate(**figures)}
    held = {
        row["claimed_by"]: row for row in waiting.filter(claim_until__gte=timezone.now()).values("claimed_by").annotate(**figures)
    }
    since = Submission.objects.filter(cohort__in=cohorts, decided_at__gte=timezone.now() - RECENTLY).order_by()
    answered = dict(since.values_list("decided_by").annotate(number=Count("pk")))
    loads: dict[int, Load] = {}
    assigned = TrainerAssignment.objects.current().filter(cohort__in=cohorts, person__is_active=True)
    by_key = {cohort.pk: cohort for cohort in cohorts}
    for assignment in assigned.select_related("person").order_by("person__full_name", "pk"):
        nothing = {"number": 0, "late": 0}
        mine = held.get(assignment.person_id, nothing)
        load = loads.setdefault(
            assignment.person_id,
            Load(
                assignment.person,
                claimed=mine["number"],
                late=mine["late"],
                answered=answered.get(assignment.person_id, 0),
            ),
        )
        load.cohorts.append(by_key[assignment.cohort_id])
        load.free += free.get(assignment.cohort_id, nothing)["number"]
    rows = [*free.values(), *held.values()]
    alone = sum(row["number"] for row in free.values())
    return Workload(list(loads.values()), sum(row["number"] for row in rows), alone, sum(row["late"] for row in rows))
