from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.enums import Topic
from coursesite.notifications.links import absolute
from step_guides.reviews import peer_notifications  # noqa: F401 (its messages are registered)
from step_guides.reviews.elements import name_of
from step_guides.reviews.models import Comment, Reminder, Review
from step_guides.reviews.queries import open_remarks
from step_guides.reviews.waiting import Waiting, still_waiting
from step_guides.worksheets.models import Move, Submission
from step_guides.worksheets.queries import snapshot


class AboutReview(Notification):
    """To each member of the organisation."""

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("trainer", "signed_by", "submission__worksheet__organisation")
        found = Review.objects.select_related(*related).defer("submission__snapshot").prefetch_related("parts__trainer")
        review = found.get(pk=payload["review"])
        sheet = review.submission.worksheet
        return {
            "review": review,
            "sheet": sheet.spec.title,
            "organisation": sheet.organisation.display_name,
            "remarks": open_remarks([sheet.pk]).get(sheet.pk, 0),
            "link": absolute("worksheets:detail", [sheet.public_id]),
        }


@register
class Returned(AboutReview):
    key = "reviews.returned"
    topic = Topic.ANSWERS
    template = "reviews/emails/returned"


@register
class Validated(AboutReview):
    key = "reviews.validated"
    topic = Topic.ANSWERS
    template = "reviews/emails/validated"


@register
class Read(AboutReview):
    key = "reviews.read"
    topic = Topic.ANSWERS
    template = "reviews/emails/read"


@register
class Reopened(Notification):
    """To each member of the organisation, with the reason."""

    key = "reviews.reopened"
    topic = Topic.ANSWERS
    template = "reviews/emails/reopened"

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        move = Move.objects.select_related("by", "worksheet__organisation").get(pk=payload["move"])
        if not move.worksheet.is_editable:
            raise NoLongerDue
        return {
            "move": move,
            "sheet": move.worksheet.spec.title,
            "organisation": move.worksheet.organisation.display_name,
            "link": absolute("worksheets:detail", [move.worksheet.public_id]),
        }


class AboutVersion(Notification):
    """Between trainers, about a version that waits. `by`: who did it."""

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("worksheet__organisation", "cohort", "claimed_by")
        submission = Submission.objects.select_related(*related).defer("snapshot").get(pk=payload["submission"])
        if not submission.is_live:
            raise NoLongerDue
        return {
            "submission": submission,
            "by": User.objects.get(pk=payload["by"]),
            "sheet": submission.worksheet.spec.title,
            "organisation": submission.worksheet.organisation.display_name,
            "link": absolute("reviews:detail", [submission.public_id]),
        }


@register
class TakenOver(AboutVersion):
    """To the trainer who had it."""

    key = "reviews.taken_over"
    topic = Topic.TO_READ
    template = "reviews/emails/taken_over"


@register
class HandedOver(AboutVersion):
    """To the trainer who receives it."""

    key = "reviews.handed_over"
    topic = Topic.TO_READ
    template = "reviews/emails/handed_over"


@register
class CoInvited(AboutVersion):
    """To the trainer who is asked to answer with another."""

    key = "reviews.co_invited"
    topic = Topic.TO_READ
    template = "reviews/emails/co_invited"


@register
class CoAgreed(AboutVersion):
    """To those who answer with her."""

    key = "reviews.co_agreed"
    topic = Topic.TO_READ
    template = "reviews/emails/co_agreed"


@register
class CoLeft(AboutVersion):
    """To those who answered with her."""

    key = "reviews.co_left"
    topic = Topic.TO_READ
    template = "reviews/emails/co_left"


class AboutComment(Notification):
    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("author", "thread__worksheet__organisation", "thread__submission", "thread__enrolment__cohort")
        comment = Comment.objects.select_related(*related).defer("thread__submission__snapshot").get(pk=payload["comment"])
        if comment.sent_at is None:
            raise NoLongerDue
        thread = comment.thread
        return {
            "comment": comment,
            "thread": thread,
            "sheet": thread.worksheet.spec.title,
            "organisation": thread.worksheet.organisation.display_name,
            "place": name_of(snapshot(thread.worksheet), thread.anchor),
            "link": absolute("reviews:thread", [thread.public_id]),
        }


@register
class HelpAsked(AboutComment):
    """To each trainer of the cohort."""

    key = "reviews.help_asked"
    topic = Topic.EXCHANGES
    template = "reviews/emails/help_asked"


@register
class HelpAnswered(AboutComment):
    """To each member of the organisation."""

    key = "reviews.help_answered"
    topic = Topic.EXCHANGES
    template = "reviews/emails/help_answered"


@register
class Replied(AboutComment):
    """To the other side of a thread."""

    key = "reviews.replied"
    topic = Topic.EXCHANGES
    template = "reviews/emails/replied"


class AboutWaiting(Notification):
    """`payload["reminder"]` is about a version or a question; whatever was answered, settled or taken back since is not told."""

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("submission__worksheet__organisation", "submission__cohort__programme", "submission__claimed_by")
        of_question = ("worksheet__organisation", "enrolment__cohort__programme", "opened_by")
        reminder = Reminder.objects.select_related(
            *related, *(f"question__thread__{name}" for name in of_question), "question__author"
        ).get(pk=payload["reminder"])
        if (waits := still_waiting(reminder)) is None:
            raise NoLongerDue
        sheet = waits.worksheet
        return {
            "waits": waits,
            "sheet": sheet.spec.title,
            "organisation": sheet.organisation.display_name,
            "promise": waits.promise,
            "link": self.link(waits),
        }

    def link(self, waits: Waiting) -> str:
        if waits.submission is not None:
            return absolute("reviews:detail", [waits.submission.public_id])
        assert waits.thread is not None
        return absolute("reviews:thread", [waits.thread.public_id])


@register
class Reminded(AboutWaiting):
    """To who reads the version, or to each trainer of the cohort."""

    key = "reviews.reminded"
    topic = Topic.LATE
    template = "reviews/emails/reminded"


@register
class Escalated(AboutWaiting):
    """To each officer of the network. They see the cohort, not what was written."""

    key = "reviews.escalated"
    topic = Topic.LATE
    template = "reviews/emails/escalated"

    def link(self, waits: Waiting) -> str:
        return absolute("cohorts:detail", [waits.cohort.public_id])
