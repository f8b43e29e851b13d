"""Messages of peer review, and of those who read through a link (registered by `notifications.py`)."""

from __future__ import annotations

from typing import Any

from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from step_guides.reviews.enums import HeardState
from step_guides.reviews.models import PeerReading, PeerRound, ReaderComment
from step_guides.worksheets.kinds import spec_of


@register
class PeersAnnounced(Notification):
    """To each member of the organisations of the cohort, before anybody reads anything: they may withdraw."""

    key = "reviews.peers_announced"
    topic = Topic.EXCHANGES
    template = "reviews/emails/peers_announced"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = PeerRound.objects.select_related("cohort").get(pk=payload["round"])
        if found.is_over:
            raise NoLongerDue
        return {"round": found, "sheet": spec_of(found.kind).title, "link": absolute("reviews:peers")}


class AboutPeer(Notification):
    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("round", "reader__person", "reader__organisation", "submission__worksheet__organisation")
        found = PeerReading.objects.select_related(*related).defer("submission__snapshot").get(pk=payload["reading"])
        if found.cancelled_at:
            raise NoLongerDue
        sheet = found.submission.worksheet
        return {
            "reading": found,
            "sheet": sheet.spec.title,
            "organisation": sheet.organisation.display_name,
            "link": self.link(found),
        }

    def link(self, reading: PeerReading) -> str:
        return absolute("reviews:peers")


@register
class PeerAsked(AboutPeer):
    """To the learner who is to read."""

    key = "reviews.peer_asked"
    topic = Topic.TO_READ
    template = "reviews/emails/peer_asked"

    def link(self, reading: PeerReading) -> str:
        return absolute("reviews:peer_reading", reading.public_id)


@register
class PeerOpinion(AboutPeer):
    """To each member of the organisation that receives it."""

    key = "reviews.peer_opinion"
    topic = Topic.ANSWERS
    template = "reviews/emails/peer_opinion"


@register
class Heard(Notification):
    """To each member of an organisation, the first time in a day that somebody comments through one of its links. It says none of the words."""

    key = "reviews.heard"
    topic = Topic.EXCHANGES
    template = "reviews/emails/heard"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        found = (
            ReaderComment.objects.select_related("link__worksheet__organisation")
            .defer("link__snapshot")
            .get(pk=payload["comment"])
        )
        if found.state == HeardState.REMOVED:
            raise NoLongerDue
        sheet = found.link.worksheet
        return {
            "label": found.link.label,
            "sheet": sheet.spec.title,
            "organisation": sheet.organisation.display_name,
            "link": absolute("reviews:reading_links", sheet.public_id),
        }
