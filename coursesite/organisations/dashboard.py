from __future__ import annotations

from django.http import HttpRequest

from coursesite.accounts.models import User
from coursesite.core.cards import Card, card
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.queries import current_memberships, team_of


@card(audience="participant", order=60)
def team(user: User, *, request: HttpRequest) -> Card | None:
    membership = current_memberships(user).first()
    if membership is None:
        return None
    leads = membership.role == MemberRole.LEAD
    context = {
        "organisation": membership.organisation,
        "team": team_of(membership.organisation, with_pending=leads),
        "leads": leads,
        "me": user,
    }
    return Card("organisations/_parts/_team_card.html", context, kind="side")
