from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coursesite.core.errors import NotAllowed
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Membership, Network, NetworkRole, Organisation

if TYPE_CHECKING:
    from coursesite.accounts.models import User

DEPTH = 4  # network, union, region, territory


def _with_regions(top: QuerySet | list[int]) -> QuerySet[Network]:
    below = Q(pk__in=top)
    for level in range(1, DEPTH):
        below |= Q(**{"__".join(["parent"] * level) + "__in": top})
    return Network.objects.filter(below)


def officer_networks(user: User) -> QuerySet[Network]:
    """Networks for which the person acts today, with everything below them."""
    if not user.is_authenticated:
        return Network.objects.none()
    if user.is_superuser:
        return Network.objects.all()
    return _with_regions(NetworkRole.objects.current().filter(person=user).values("network"))


def network_and_regions(network: Network) -> QuerySet[Network]:
    return _with_regions([network.pk])


def is_officer(user: User, network: Network | None = None) -> bool:
    networks = officer_networks(user)
    return networks.filter(pk=network.pk).exists() if network else networks.exists()


def is_member(user: User, organisation: Organisation) -> bool:
    return Membership.objects.current().filter(person=user, organisation=organisation).exists()


def is_lead(user: User, organisation: Organisation) -> bool:
    return Membership.objects.current().filter(person=user, organisation=organisation, role=MemberRole.LEAD).exists()


def can_view(user: User, organisation: Organisation) -> bool:
    return is_member(user, organisation) or is_officer(user, organisation.network)


def can_manage(user: User, organisation: Organisation) -> bool:
    """Edit the profile, invite, change a role, end a membership: its leads, and the officers of its network."""
    return is_lead(user, organisation) or is_officer(user, organisation.network)


def can_invite(user: User, organisation: Organisation) -> bool:
    return can_manage(user, organisation)


def may_manage(user: User, organisation: Organisation) -> None:
    if not can_manage(user, organisation):
        raise NotAllowed(_("Only the people who lead this organisation may do this."))
