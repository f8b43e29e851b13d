"""What this room knows of a person: that she has sent the exit survey. Nothing leads from an answer to whoever gave it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from coursesite.accounts.models import User
from modules.progress.models import RequirementMet
from modules.surveys.queries import SENT

KEPT = "That the exit survey was sent, without a name; what was answered bears none, from the day it is sent."


def export(person: User) -> dict[str, Any]:
    sent = RequirementMet.objects.filter(enrolment__person=person, key=SENT).order_by("met_at")
    return {
        "purpose": "Improving the course. Answers are kept without anything that leads to whoever gave them, hence are not here.",
        "sent": [timezone.localdate(one.met_at).isoformat() for one in sent],
    }
