"""Who reads a version: opening it claims it, for a while. A claim keeps nobody from answering; it says who is at it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, WrongState
from coursesite.tracking.record import record
from step_guides.worksheets import statements
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.permissions import require_drafter
from step_guides.worksheets.queries import who_answer
from step_guides.worksheets.transitions import Step, locked, move, wrong_state

if TYPE_CHECKING:
    from coursesite.accounts.models import User

LEASE = timedelta(days=2)  # from the last word written: then the version is anybody's again


def held(submission: Submission, by: User) -> tuple[Worksheet, Submission]:
    """The sheet, held, and the submission as it is now. For those who prepare answers."""
    require_drafter(by, submission)
    worksheet = locked(submission.worksheet)
    people = ("submitted_by", "claimed_by", "decided_by", "cohort", "enrolment__person")
    now = Submission.objects.select_related(*people).get(pk=submission.pk)
    now.worksheet = worksheet
    if now.withdrawn_at is not None:
        raise WrongState(_("This version was withdrawn by the organisation."), code="withdrawn")
    return worksheet, now


def already_decided(submission: Submission) -> WrongState:
    who, when = submission.decided_by, submission.decided_at
    assert who is not None and when is not None
    message = _("%(name)s already answered at %(time)s.") % {
        "name": who,
        "time": date_format(timezone.localtime(when), "TIME_FORMAT"),
    }
    return WrongState(message, code="already_decided", by=str(who), at=when.isoformat(), decision=submission.decision)


def _give(worksheet: Worksheet, submission: Submission, to: User) -> None:
    now = timezone.now()
    still = Submission.objects.live().filter(pk=submission.pk, claimed_by=submission.claimed_by, claimed_at=submission.claimed_at)
    if still.update(claimed_by=to, claimed_at=now, claim_until=now + LEASE) != 1:
        raise wrong_state(worksheet)
    submission.claimed_by, submission.claimed_at, submission.claim_until = to, now, now + LEASE


def _begin(worksheet: Worksheet, submission: Submission, by: User) -> None:
    if worksheet.state == State.SUBMITTED:
        move(worksheet, Step.CLAIM, by=by, submission=submission)
        if worksheet.spec.to_validate:
            record(statements.reviewed(submission, by))


@transaction.atomic
def claim(submission: Submission, *, by: User) -> Submission:
    """Opens a waiting version: it is being read. A claim that has lapsed is taken; one that holds stays with whoever has it, and the
    version can be read all the same. Decided: nothing changes."""
    worksheet, now = held(submission, by)
    if now.decided_at is not None:
        return now
    if not now.is_claimed:
        _give(worksheet, now, by)
    _begin(worksheet, now, by)
    return now


@transaction.atomic
def take_over(submission: Submission, *, by: User) -> Submission:
    """« Reprendre »: the claim of somebody else becomes one's own. Raises `WrongState` "already_decided", "withdrawn"."""
    worksheet, now = held(submission, by)
    if now.decided_at is not None:
        raise already_decided(now)
    if now.claimed_by_id != by.pk:
        _give(worksheet, now, by)
    _begin(worksheet, now, by)
    return now


@transaction.atomic
def hand_over(submission: Submission, *, to: User, by: User) -> Submission:
    """Gives the version to another trainer of the cohort. Nobody has opened it for that: the organisation may still take it back."""
    worksheet, now = held(submission, by)
    if now.decided_at is not None:
        raise already_decided(now)
    if not who_answer(now.cohort, submission.worksheet.organisation).filter(pk=to.pk).exists():
        message = _("Choose somebody who trains this cohort.")
        raise Invalid(message, errors={"to": [message]})
    if now.claimed_by_id != to.pk:
        _give(worksheet, now, to)
    return now


def keep(submission: Submission, *, by: User) -> None:
    """A word written renews the claim of whoever holds it."""
    mine = Submission.objects.live().filter(pk=submission.pk, claimed_by=by)
    mine.update(claim_until=timezone.now() + LEASE)
