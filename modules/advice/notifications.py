from __future__ import annotations

from typing import Any

from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from modules.advice.models import AdviceRequest
from modules.advice.queries import readers_of
from modules.catalogue.outline import outline


def _found(payload: dict[str, Any]) -> AdviceRequest:
    return AdviceRequest.objects.whole().get(pk=payload["request"])


@register
class Asked(Notification):
    """To each trainer of the cohort who still is; not once another has answered."""

    key = "advice.asked"
    topic = Topic.EXCHANGES
    template = "advice/emails/asked"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        asked = _found(payload)
        enrolment = asked.attempt.enrolment
        still = readers_of(enrolment).filter(pk=payload["reader"]).exists()
        if asked.answered_at is not None or not still:
            raise NoLongerDue
        link = absolute("advice:answer", [enrolment.public_id, asked.attempt.exercise.code])
        return {"asked": asked, "organisation": enrolment.organisation.display_name, "link": link}


@register
class Given(Notification):
    """To whoever asked: she reads it beside her text."""

    key = "advice.given"
    topic = Topic.EXCHANGES
    template = "advice/emails/given"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        asked = _found(payload)
        exercise = asked.attempt.exercise
        unit = next((one for module in outline() for one in module.units if exercise.pk in one.exercises), None)
        if unit is None:
            raise NoLongerDue  # it is no longer in any lesson: there is nowhere to read it
        link = absolute("catalogue:unit", [unit.module_slug, unit.slug], anchor=f"exercice-{exercise.code}")
        return {"asked": asked, "link": link}
