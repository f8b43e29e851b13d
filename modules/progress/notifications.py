from __future__ import annotations

from typing import Any

from coursesite.cohorts.models import Enrolment
from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from modules.progress.models import Nudge
from modules.progress.queries import going_on
from modules.progress.quiet import last_seen


@register
class GoneQuiet(Notification):
    """To a person who follows a cohort; not when she came back, or left, before the message did."""

    key = "progress.quiet"
    topic = Topic.RESUME
    template = "progress/emails/quiet"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        nudge = Nudge.objects.get(pk=payload["nudge"])
        found = Enrolment.objects.open().select_related("person", "cohort__programme", "organisation")
        enrolment = found.get(pk=nudge.enrolment_id)
        if last_seen([enrolment])[enrolment.pk] > nudge.quiet_since:
            raise NoLongerDue
        return {
            "enrolment": enrolment,
            "going": going_on(enrolment),
            "organisation": enrolment.organisation.display_name,
            "link": absolute("progress:resume"),
        }
