from __future__ import annotations

from typing import Any

from coursesite.cohorts.models import TrainerAssignment, TrainerInvitation
from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute


@register
class TrainerInvited(Notification):
    """A personal link for a trainer whom the network does not know yet."""

    key = "cohorts.trainer_invited"
    topic = Topic.INVITATIONS
    template = "cohorts/emails/trainer_invited"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = TrainerInvitation.objects.open().select_related("cohort__programme__network", "invited_by")
        invitation = found.get(pk=payload["invitation"])
        if invitation.sendings != payload["sending"]:
            raise NoLongerDue
        return {
            "cohort": invitation.cohort,
            "inviter": invitation.invited_by,
            "url": absolute("cohorts:join_as_trainer", [invitation.token()]),
        }


@register
class TrainerAssigned(Notification):
    """Somebody whom the network knows trains a cohort from today on."""

    key = "cohorts.trainer_assigned"
    topic = Topic.INVITATIONS
    template = "cohorts/emails/trainer_assigned"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = TrainerAssignment.objects.current().select_related("cohort__programme__network")
        assignment = found.get(pk=payload["assignment"])
        return {"cohort": assignment.cohort, "url": absolute("cohorts:detail", [assignment.cohort.public_id])}
