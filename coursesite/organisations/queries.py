from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Invitation, Membership, Network, NetworkRole, Organisation

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@dataclass(frozen=True)
class Team:
    """The members of today, those who lead first, and the invitations that wait."""

    members: list[Membership]
    pending: list[Invitation]

    @property
    def leads(self) -> list[Membership]:
        return [one for one in self.members if one.role == MemberRole.LEAD]


def current_memberships(user: User) -> QuerySet[Membership]:
    found = Membership.objects.current().filter(person=user)
    return found.select_related("organisation__network").order_by("organisation__name")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    current = Membership.objects.current().filter(organisation=organisation, person__is_active=True)
    return current.select_related("person").order_by("role", "person__full_name")  # "lead" sorts before "member"


def team_of(organisation: Organisation, *, with_pending: bool) -> Team:
    """Two queries."""
    pending = Invitation.objects.waiting().filter(organisation=organisation).select_related("invited_by").order_by("created_at")
    return Team(list(members_of(organisation)), list(pending) if with_pending else [])


def invitation_of(token: str) -> Invitation | None:
    found = Invitation.objects.of_token(token)
    return found.select_related("organisation__network", "invited_by", "accepted_by").first()


def name_key(name: str) -> str:
    """Two spellings of one name: « LE  JARDIN » and « Le Jardin »."""
    return " ".join(name.split()).casefold()


def namesakes(networks: QuerySet[Network], *, prefer: int | None = None) -> dict[str, Organisation]:
    """Organisations by the key of their name; of two namesakes, the one of the network `prefer`, then the older.

    Compared here and not in SQL: SQLite folds the case of ASCII letters only.
    """
    found = Organisation.objects.filter(network__in=networks).select_related("network").order_by("-pk")
    ordered = sorted(found, key=lambda one: one.network_id == prefer)
    return {name_key(one.name): one for one in ordered}


def officers_by_network() -> Callable[[Network], list[User]]:
    """Who acts today for a network; for a region without anybody of its own, whoever acts for what it is part of. Two queries."""
    parents = dict(Network.objects.values_list("pk", "parent"))
    acting: dict[int, list[User]] = defaultdict(list)
    for role in NetworkRole.objects.current().filter(person__is_active=True).select_related("person").order_by("pk"):
        acting[role.network_id].append(role.person)

    def officers(network: Network) -> list[User]:
        here: int | None = network.pk
        while here is not None and not acting.get(here):
            here = parents.get(here)
        return acting[here] if here is not None else []

    return officers
