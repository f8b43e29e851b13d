"""Messages about worksheets. Decisions are announced by the room `reviews`, with what the trainer wrote."""

from __future__ import annotations

from typing import Any

from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from step_guides.worksheets.models import Submission


@register
class WorksheetSubmitted(Notification):
    """To each trainer of the cohort. The link shows the version and claims nothing."""

    key = "worksheets.submitted"
    topic = Topic.TO_READ
    template = "worksheets/emails/submitted"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        people = ("worksheet__organisation", "cohort", "submitted_by")
        submission = Submission.objects.select_related(*people).defer("snapshot").get(pk=payload["submission"])
        if not submission.is_live:
            raise NoLongerDue
        return {
            "submission": submission,
            "sheet": submission.worksheet.spec.title,
            "organisation": submission.worksheet.organisation.display_name,
            "link": absolute("reviews:detail", [submission.public_id]),
        }
