from __future__ import annotations

from typing import Any

from coursesite.notifications.base import NoLongerDue, Notification, register
from coursesite.notifications.links import absolute
from step_guides.reviews.elements import name_of
from step_guides.reviews.models import Comment, Review
from step_guides.reviews.queries import open_remarks
from step_guides.worksheets.queries import snapshot


class AboutReview(Notification):
    """To each member of the organisation."""

    def context(self, payload: dict[str, Any]) -> dict[str, Any]:
        related = ("trainer", "submission__worksheet__organisation")
        review = Review.objects.select_related(*related).defer("submission__snapshot").get(pk=payload["review"])
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
    template = "reviews/emails/returned"


@register
class Validated(AboutReview):
    key = "reviews.validated"
    template = "reviews/emails/validated"


@register
class Read(AboutReview):
    key = "reviews.read"
    template = "reviews/emails/read"


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
    template = "reviews/emails/help_asked"


@register
class HelpAnswered(AboutComment):
    """To each member of the organisation."""

    key = "reviews.help_answered"
    template = "reviews/emails/help_answered"


@register
class Replied(AboutComment):
    """To the other side of a thread."""

    key = "reviews.replied"
    template = "reviews/emails/replied"
