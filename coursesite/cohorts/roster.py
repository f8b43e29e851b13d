"""Who is in a cohort, as the person who looks may see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

from coursesite.cohorts.columns import table
from coursesite.cohorts.models import Cohort, Enrolment, Participation
from coursesite.cohorts.permissions import is_trainer, officer_can
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Invitation, Membership, Organisation

if TYPE_CHECKING:
    from coursesite.accounts.models import User

PAGE = 50  # organisations


@dataclass(frozen=True)
class View:
    """What somebody may see of a cohort: rows 11, 12, 13 and 34 of docs/authorisation."""

    manages: bool  # officer: changes it, invites
    follows: bool  # officer or trainer: addresses of all, columns of the other rooms
    leads: frozenset[int] = frozenset()  # organisations she leads: the addresses of her own colleagues
    belongs: frozenset[int] = frozenset()

    def may_write_to(self, organisation: int) -> bool:
        return self.follows or organisation in self.leads


def view_of(cohort: Cohort, user: User) -> View:
    """Three queries."""
    manages = officer_can(user, cohort)
    mine = Membership.objects.current().filter(person=user).values_list("organisation", "role")
    roles = dict(mine)
    leads = frozenset(pk for pk, role in roles.items() if role == MemberRole.LEAD)
    return View(manages, manages or is_trainer(user, cohort), leads, frozenset(roles))


@dataclass(frozen=True)
class Person:
    display_name: str
    function: str
    leads: bool
    email: str | None  # None where the viewer may not write to her
    labelled: list[tuple[Any, Any]] = field(default_factory=list)  # (head, cell): a phone shows each cell under its own head


@dataclass(frozen=True)
class Group:
    organisation: Organisation
    participation: Participation
    people: list[Person]
    pending: list[Invitation]
    is_mine: bool


@dataclass(frozen=True)
class Roster:
    view: View
    page: Page
    groups: list[Group]
    heads: list[Any]


def enrolments_of(cohort: Cohort) -> Any:
    found = Enrolment.objects.open().filter(cohort=cohort).select_related("person", "organisation", "cohort__programme")
    return found.order_by("organisation__name", "person__full_name")


def leads_among(enrolments: list[Enrolment]) -> set[tuple[int, int]]:
    """(organisation, person) of those who lead."""
    current = Membership.objects.current().filter(
        role=MemberRole.LEAD, organisation__in={one.organisation_id for one in enrolments}
    )
    return set(current.values_list("organisation", "person"))


def roster(cohort: Cohort, viewer: User, *, page: str | None = None) -> Roster:
    """A page of organisations with their people, in a fixed number of queries."""
    view = view_of(cohort, viewer)
    taking_part = (
        Participation.objects.filter(cohort=cohort, left_on=None).select_related("organisation").order_by("organisation__name")
    )
    shown = Paginator(taking_part, PAGE).get_page(page)
    ids = [one.organisation_id for one in shown]
    enrolments = list(enrolments_of(cohort).filter(organisation__in=ids))
    heads, cells = table(enrolments) if view.follows else ([], {})
    leads = leads_among(enrolments)
    people: dict[int, list[Person]] = defaultdict(list)
    for one in enrolments:
        email = one.person.email if view.may_write_to(one.organisation_id) else None
        leading = (one.organisation_id, one.person_id) in leads
        people[one.organisation_id].append(
            Person(
                one.person.full_name, one.person.function, leading, email, list(zip(heads, cells.get(one.pk, []), strict=False))
            )
        )
    pending: dict[int, list[Invitation]] = defaultdict(list)
    if view.manages:
        for invitation in Invitation.objects.waiting().filter(organisation__in=ids).order_by("created_at"):
            pending[invitation.organisation_id].append(invitation)
    groups = [
        Group(
            one.organisation, one, people[one.organisation_id], pending[one.organisation_id], one.organisation_id in view.belongs
        )
        for one in shown
    ]
    return Roster(view, shown, groups, heads)
