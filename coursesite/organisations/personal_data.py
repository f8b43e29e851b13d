"""What this room knows of a person: where she belongs, for whom she acts, who invited her."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.organisations.models import Invitation, Membership, NetworkRole
from coursesite.organisations.personal_links import forget_address

KEPT = "That somebody belonged to the organisation or acted for the network, and when, without a name."


def export(person: User) -> dict[str, Any]:
    memberships = Membership.objects.filter(person=person).select_related("organisation").order_by("pk")
    roles = NetworkRole.objects.filter(person=person).select_related("network").order_by("pk")
    invitations = Invitation.objects.filter(email=person.email).select_related("organisation", "invited_by").order_by("pk")
    return {
        "purpose": "Knowing who may read and write for an organisation, or act for a network.",
        "memberships": [{"organisation": one.organisation.name, "role": one.role, **_term(one)} for one in memberships],
        "network_roles": [{"network": one.network.name, "role": one.role, **_term(one)} for one in roles],
        "invitations": [
            {
                "organisation": one.organisation.name,
                "name_given": one.full_name,
                "invited_by": one.invited_by.full_name,
                "invited": one.created_at.isoformat(),
                "accepted": one.accepted_at.isoformat() if one.accepted_at else None,
            }
            for one in invitations
        ],
    }


def _term(row: Membership | NetworkRole) -> dict[str, str | None]:
    return {"from": row.starts_on.isoformat(), "until": row.ends_on.isoformat() if row.ends_on else None}


def roles(person: User) -> list[str]:
    memberships = Membership.objects.current().filter(person=person).select_related("organisation")
    acts = NetworkRole.objects.current().filter(person=person).select_related("network")
    return [*(f"member of {one.organisation.name}" for one in memberships), *(f"acts for {one.network.name}" for one in acts)]


def erase(person: User) -> None:
    forget_address(Invitation.objects.filter(email=person.email))
