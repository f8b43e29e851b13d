"""What this room knows of a person: what she wrote about a sheet, and to whom she had it shown."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from coursesite.accounts.models import User
from step_guides.reviews.models import (
    Comment,
    CoReader,
    PeerReading,
    PeerRefusal,
    PeerRound,
    PeerScore,
    PrivateNote,
    ReaderComment,
    ReadingLink,
    Reminder,
    Review,
    Rubric,
    Score,
    Thread,
)

KEPT = (
    "What was sent: answers, remarks, decisions, opinions, and what became of them; links to read, private notes. They are the "
    "organisation's, or proof of the training. Whoever wrote them is said without a name."
)


def export(person: User) -> dict[str, Any]:
    reviews = Review.objects.filter(trainer=person).select_related("submission__worksheet").defer("submission__snapshot")
    comments = Comment.objects.filter(author=person).select_related("thread__worksheet")
    notes = PrivateNote.objects.filter(author=person).select_related("submission__worksheet").defer("submission__snapshot")
    links = ReadingLink.objects.filter(made_by=person).select_related("worksheet").defer("snapshot").order_by("pk")
    opinions = (
        PeerReading.objects.filter(reader__person=person).select_related("submission__worksheet").prefetch_related("scores")
    )
    settled = Thread.objects.filter(settled_by=person).select_related("worksheet").order_by("settled_at", "pk")
    heard = ReaderComment.objects.filter(settled_by=person).select_related("link__worksheet").defer("link__snapshot")
    team = CoReader.objects.filter(Q(trainer=person) | Q(invited_by=person)).select_related("submission__worksheet")
    judged = PeerReading.objects.filter(useful_by=person).select_related("submission__worksheet").defer("submission__snapshot")
    rounds = PeerRound.objects.filter(Q(scheduled_by=person) | Q(cancelled_by=person)).select_related("cohort").order_by("pk")
    refusals = PeerRefusal.objects.filter(by=person).select_related("round__cohort").order_by("pk")
    return {
        "purpose": "The dialogue between an organisation, its trainers and those whom it asks to read. What stakeholders say is signed "
        "by them alone, and cannot be found again by their name.",
        "answers": [
            {
                "worksheet": one.submission.worksheet.spec.title_fr, "version": one.submission.number, "letter": one.letter,
                "next_step": one.next_step, "decision": one.decision, "sent": one.sent_at.isoformat() if one.sent_at else None,
            }
            for one in reviews
        ],
        "comments": [
            {"worksheet": one.thread.worksheet.spec.title_fr, "text": one.text, "sent": one.sent_at.isoformat() if one.sent_at else None}
            for one in comments
        ],
        "private_notes": [
            {"worksheet": one.submission.worksheet.spec.title_fr, "text": one.text, "at": one.at.isoformat()} for one in notes
        ],
        "opinions_on_peers": [
            {
                "worksheet": one.submission.worksheet.spec.title_fr, "strength": one.strength, "suggestion": one.suggestion,
                "levels": [score.level for score in one.scores.all()], "words": [score.comment for score in one.scores.all()],
                "sent": one.sent_at.isoformat() if one.sent_at else None,
            }
            for one in opinions.defer("submission__snapshot")
        ],
        "reading_links": [
            {
                "worksheet": one.worksheet.spec.title_fr, "for": one.label, "made": one.created_at.isoformat(),
                "until": one.expires_at.isoformat(), "withdrawn": one.revoked_at.isoformat() if one.revoked_at else None,
            }
            for one in links
        ],
        "remarks_settled": [
            {"worksheet": one.worksheet.spec.title_fr, "state": one.state, "reason": one.reason, "at": _moment(one.settled_at)} for one in settled
        ],
        "stakeholders_answered": [
            {"worksheet": one.link.worksheet.spec.title_fr, "state": one.state, "reason": one.reason, "at": _moment(one.settled_at)} for one in heard
        ],
        "answers_together": [
            {
                "worksheet": one.submission.worksheet.spec.title_fr, "version": one.submission.number, "invited_by_her": one.trainer_id != person.pk,
                "invited": _moment(one.invited_at), "agreed": _moment(one.agreed_at),
            }
            for one in team.defer("submission__snapshot")
        ],
        "opinions_judged": [
            {"worksheet": one.submission.worksheet.spec.title_fr, "useful": one.useful, "word": one.useful_word} for one in judged
        ],
        "rounds_of_peers": [
            {"cohort": one.cohort.name, "worksheet": one.get_kind_display(), "scheduled": _moment(one.scheduled_at), "cancelled": _moment(one.cancelled_at)}
            for one in rounds
        ],
        "rounds_refused": [{"cohort": one.round.cohort.name, "at": _moment(one.at)} for one in refusals],
        "rubrics_published": [
            {"rubric": one.get_kind_display(), "version": one.version, "at": _moment(one.published_at)}
            for one in Rubric.objects.filter(published_by=person).order_by("pk")
        ],
        "reminders": [_moment(one.at) for one in Reminder.objects.filter(person=person).order_by("at")],
    }  # fmt: skip


def erase(person: User) -> None:
    """Her drafts, which nobody has received, and the mails that reminded her."""
    readings = PeerReading.objects.filter(reader__person=person, sent_at=None)
    PeerScore.objects.filter(reading__in=readings).delete()
    readings.update(strength="", suggestion="")
    readings.filter(cancelled_at=None).update(cancelled_at=timezone.now())
    Comment.objects.filter(author=person, sent_at=None).delete()
    Thread.objects.filter(opened_by=person, comments=None).delete()
    drafts = Review.objects.filter(trainer=person, sent_at=None, joined_to=None)
    Score.objects.filter(review__in=drafts).delete()
    drafts.delete()
    CoReader.objects.filter(trainer=person, submission__decided_at=None).delete()
    Reminder.objects.filter(person=person).delete()


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
