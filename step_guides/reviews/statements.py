"""xAPI: a comment leaves who, where and when, never its text. Decisions leave theirs in the room `worksheets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursesite.tracking import vocabulary as v
from coursesite.tracking.events import Event
from step_guides.worksheets.statements import document, language, sent_id, template

if TYPE_CHECKING:
    from step_guides.reviews.models import Comment, Thread


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
