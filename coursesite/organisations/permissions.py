from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Membership, Network, NetworkRole, Organisation

if TYPE_CHECKING:
    from coursesite.accounts.models import User

DEPTH = 4  # network, union, region, territory


def officer_networks(user: User) -> QuerySet[Network]:
    """Networks for which the person acts today, with everything below them."""
    if not user.is_authenticated:
        return Network.objects.none()
    if user.is_superuser:
        return Network.objects.all()
    mine = NetworkRole.objects.current().filter(person=user).values("network")
    below = Q(pk__in=mine)
    for level in range(1, DEPTH):
        below |= Q(**{"__".join(["parent"] * level) + "__in": mine})
    return Network.objects.filter(below)


def is_officer(user: User, network: Network | None = None) -> bool:
    networks = officer_networks(user)
    return networks.filter(pk=network.pk).exists() if network else networks.exists()


def is_member(user: User, organisation: Organisation) -> bool:
    return Membership.objects.current().filter(person=user, organisation=organisation).exists()


def is_lead(user: User, organisation: Organisation) -> bool:
    return Membership.objects.current().filter(person=user, organisation=organisation, role=MemberRole.LEAD).exists()


def can_view(user: User, organisation: Organisation) -> bool:
    return Organisation.objects.visible_to(user).filter(pk=organisation.pk).exists()


def can_invite(user: User, organisation: Organisation) -> bool:
    return is_lead(user, organisation) or is_officer(user, organisation.network)
