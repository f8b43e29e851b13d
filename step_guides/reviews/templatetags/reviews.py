"""What other rooms' templates show of reviews: each tag at a constant number of queries."""

from __future__ import annotations

from typing import Any

from django import template

from coursesite.cohorts.models import Programme
from step_guides.reviews import clock, peers, queries
from step_guides.reviews.elements import removed
from step_guides.reviews.models import PeerRound, ReaderComment, Review, Score, Thread
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.presenters.standing import joined, listed
from step_guides.worksheets.snapshots import Snapshot

register = template.Library()


@register.simple_tag(takes_context=True)
def threads_of(context: dict[str, Any], worksheet: Worksheet) -> dict[str, list[Thread]]:
    """{anchor: [threads]} of a sheet, for the person who reads the page."""
    return queries.threads_by_anchor(worksheet, context["request"].user)


@register.simple_tag(takes_context=True)
def heard_of(context: dict[str, Any], worksheet: Worksheet) -> dict[str, list[ReaderComment]]:
    """{anchor: [comments of stakeholders]} of a sheet, for a member of its organisation. One query."""
    return queries.heard_at(worksheet, context["request"].user)


@register.filter
def at(threads: dict[str, list[Any]], anchor: str) -> list[Any]:
    return (threads or {}).get(anchor, [])


@register.simple_tag
def removed_threads(document: Snapshot, threads: dict[str, list[Thread]]) -> list[Thread]:
    """Exchanges about elements, links and lines that are no longer in the sheet. No query."""
    return removed(threads, document)


@register.simple_tag
def review_summary(worksheet: Worksheet) -> Review | None:
    """The last answer sent about a sheet."""
    return queries.last_answer(worksheet)


@register.simple_tag
def answer_promise(submission: Submission) -> clock.Promise | None:
    """By when an answer to this version is promised. Asks for `cohort__programme` to be loaded."""
    return clock.promise_for(submission) if submission.decided_at is None else None


@register.simple_tag
def measured_reviews(programme: Programme) -> clock.Measured | None:
    """How long answers to versions have taken lately; nothing while too few were given. One query."""
    return clock.measured_reviews(programme)


@register.simple_tag
def measured_answers(programme: Programme) -> clock.Measured | None:
    """How long answers to questions have taken lately. One query."""
    return clock.measured_answers(programme)


@register.filter
def remarks_waiting(threads: dict[str, list[Thread]]) -> int:
    """How many remarks of trainers the organisation has neither addressed nor declined. No query."""
    return sum(thread.waits for found in threads.values() for thread in found)


@register.filter
def level_name(score: Score) -> str:
    """Nothing for a word alone, which an advice may hold."""
    return score.review.rubric.level_names[score.level - 1] if score.level else ""


@register.filter
def level_text(score: Score) -> str:
    return score.criterion.levels[score.level - 1] if score.level else ""


@register.filter
def names(review: Review) -> str:
    """« Luc Morvan et Maud Tessier »: everybody who answers in it."""
    return listed([str(person) for person in review.authors])


@register.filter
def first_names(review: Review) -> str:
    return joined(review.authors)


@register.simple_tag
def peers_to_come(worksheet: Worksheet) -> PeerRound | None:
    """The round in which peers will read the version about to be sent, if there is one. One query."""
    return peers.announced_for(worksheet)
