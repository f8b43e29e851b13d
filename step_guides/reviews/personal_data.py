"""What this room knows of a person: what she wrote about a sheet, and to whom she had it shown."""

from __future__ import annotations

from typing import Any

from coursesite.accounts.models import User
from step_guides.reviews.models import Comment, PeerReading, PrivateNote, ReadingLink, Review


def export(person: User) -> dict[str, Any]:
    reviews = Review.objects.filter(trainer=person).select_related("submission__worksheet").defer("submission__snapshot")
    comments = Comment.objects.filter(author=person).select_related("thread__worksheet")
    notes = PrivateNote.objects.filter(author=person).select_related("submission__worksheet").defer("submission__snapshot")
    links = ReadingLink.objects.filter(made_by=person).select_related("worksheet").defer("snapshot").order_by("pk")
    opinions = (
        PeerReading.objects.filter(reader__person=person).select_related("submission__worksheet").prefetch_related("scores")
    )
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
    }  # fmt: skip
