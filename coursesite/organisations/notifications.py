from __future__ import annotations

from typing import Any

from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from coursesite.organisations.models import Invitation


@register
class Invited(Notification):
    """A personal link to join an organisation."""

    key = "organisations.invited"
    topic = Topic.INVITATIONS
    template = "organisations/emails/invited"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = Invitation.objects.open().select_related("organisation__network", "invited_by")
        invitation = found.get(pk=payload["invitation"])
        if invitation.sendings != payload["sending"]:
            raise NoLongerDue
        return {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "network": invitation.organisation.network,
            "inviter": invitation.invited_by,
            "url": absolute("cohorts:join", [invitation.token()]),
        }
