"""xAPI: a comment leaves who, where and when, never its text. Decisions leave theirs in the room `worksheets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Event
from step_guides.worksheets.statements import document, language, sent_id, template

if TYPE_CHECKING:
    from step_guides.reviews.models import Comment, PeerReading, Thread


def commented(comment: Comment, thread: Thread) -> Event:
    """The learner concerned is the one who sent the version, or who asked for help."""
    submission, enrolment = thread.submission, thread.enrolment
    section = thread.anchor.partition(":")[0]
    return Event(
        key=f"reviews.comment/{comment.pk}/commented", subject=enrolment.person, actor=comment.author, verb=v.COMMENTED,
        object=document(thread.worksheet), parent=template(thread.worksheet.spec), registration=enrolment.registration,
        team=enrolment.cohort.trace_id, revision=str(submission.number) if submission else None,
        answers_to=sent_id(submission) if submission else None, at=comment.sent_at or comment.at, language=language(),
        extensions={v.COMMENT_ID: str(comment.trace_id), v.SECTION: section},
    )  # fmt: skip


def peer_reviewed(reading: PeerReading) -> Event:
    """By a peer: no success, since a peer never validates. The learner concerned is the one who sent the version."""
    submission = reading.submission
    return Event(
        key=f"reviews.peerreading/{reading.pk}/reviewed", subject=submission.submitted_by, actor=reading.reader.person, verb=v.REVIEWED,
        object=document(submission.worksheet), parent=template(submission.worksheet.spec),
        registration=submission.enrolment.registration, team=submission.cohort.trace_id, revision=str(submission.number),
        answers_to=sent_id(submission), at=reading.sent_at or reading.asked_at, language=language(),
    )  # fmt: skip
