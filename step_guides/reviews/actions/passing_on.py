"""A version goes from one trainer to another: whoever had it is told, and keeps what she prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from coursesite.notifications.actions import notify
from step_guides.reviews.actions.drafting import open_review
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.models import Submission
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.reviews.models import Review


def _reader(submission: Submission) -> User | None:
    """Who has it now, the sheet being held."""
    locked(submission.worksheet)
    return Submission.objects.select_related("claimed_by").get(pk=submission.pk).claimed_by


def _tell(key: str, submission: Submission, *, to: User, by: User) -> None:
    at = submission.claimed_at
    assert at is not None
    notify(key, to=to, payload={"submission": submission.pk, "by": by.pk}, dedupe=f"{submission.pk}/{at.isoformat()}")


@transaction.atomic
def take_over(submission: Submission, *, by: User) -> Review:
    """« Reprendre »: the answer in preparation becomes `by`'s to write. Raises `WrongState` "already_decided", "withdrawn"."""
    before = _reader(submission)
    taken = sheets.take_over(submission, by=by)
    if before is not None and before != by:
        _tell("reviews.taken_over", taken, to=before, by=by)
    return open_review(taken, by=by)


@transaction.atomic
def hand_over(submission: Submission, *, to: User, by: User) -> Submission:
    """« Confier »: told to whoever receives it, and to whoever had it. To the one who has it already: nothing changes."""
    before = _reader(submission)
    given = sheets.hand_over(submission, to=to, by=by)
    if before == to:
        return given
    if to != by:
        _tell("reviews.handed_over", given, to=to, by=by)
    if before is not None and before != by:
        _tell("reviews.taken_over", given, to=before, by=by)
    return given
