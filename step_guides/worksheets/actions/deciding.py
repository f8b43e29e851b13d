"""The trainers' side of a review: open, send back, validate, mark read, reopen. The room `reviews` adds what is said about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.fields import clean_text
from coursesite.organisations.permissions import is_member
from coursesite.tracking.record import record
from step_guides.worksheets import statements
from step_guides.worksheets.enums import Decision, State
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.permissions import require_member, require_trainer
from step_guides.worksheets.queries import latest_submission
from step_guides.worksheets.transitions import Step, locked, move, wrong_state

if TYPE_CHECKING:
    from coursesite.accounts.models import User

CLAIM = timedelta(days=2)  # a claim left without a decision lapses: another trainer may take over
STEPS = {Decision.RETURNED: Step.RETURN, Decision.VALIDATED: Step.VALIDATE, Decision.READ: Step.MARK_READ}


def _held(submission: Submission, by: User) -> tuple[Worksheet, Submission]:
    """The sheet, held, and the submission as it is now."""
    require_trainer(by, submission)
    worksheet = locked(submission.worksheet)
    people = ("submitted_by", "claimed_by", "decided_by", "cohort", "enrolment__person")
    now = Submission.objects.select_related(*people).get(pk=submission.pk)
    now.worksheet = worksheet
    if now.withdrawn_at is not None:
        raise WrongState(_("This version was withdrawn by the organisation."), code="withdrawn")
    return worksheet, now


def _already_decided(submission: Submission) -> WrongState:
    who, when = submission.decided_by, submission.decided_at
    assert who is not None and when is not None
    message = _("%(name)s already answered at %(time)s.") % {
        "name": who,
        "time": date_format(timezone.localtime(when), "TIME_FORMAT"),
    }
    return WrongState(message, code="already_decided", by=str(who), at=when.isoformat(), decision=submission.decision)


@transaction.atomic
def claim(submission: Submission, *, by: User) -> Submission:
    """Opens a waiting version: it is being read. Again by the same trainer: nothing changes. A claim of more than two days may be
    taken over; a younger one of somebody else stays, and the version can be read all the same. Decided: nothing changes."""
    worksheet, now = _held(submission, by)
    if now.decided_at is not None:
        return now
    first = now.claimed_at is None
    lapsed = now.claimed_at is not None and now.claimed_by_id != by.pk and timezone.now() - now.claimed_at > CLAIM
    if first or lapsed:
        taken = Submission.objects.live().filter(pk=now.pk, claimed_by=now.claimed_by, claimed_at=now.claimed_at)
        now.claimed_by, now.claimed_at = by, timezone.now()
        if taken.update(claimed_by=by, claimed_at=now.claimed_at) != 1:
            raise wrong_state(worksheet)
    if worksheet.state == State.SUBMITTED:
        move(worksheet, Step.CLAIM, by=by, submission=now)
        if worksheet.spec.to_validate:
            record(statements.reviewed(now, by))
    return now


def _decide(submission: Submission, decision: Decision, *, by: User) -> Submission:
    """Compare-and-set on the live version and on the state: one decision a submission, the other trainer is told."""
    worksheet, now = _held(submission, by)
    if now.decided_at is not None:
        raise _already_decided(now)
    move(worksheet, STEPS[decision], by=by, submission=now)
    now.decision, now.decided_by, now.decided_at = decision, by, timezone.now()
    if Submission.objects.live().filter(pk=now.pk).update(decision=decision, decided_by=by, decided_at=now.decided_at) != 1:
        raise wrong_state(worksheet)
    return now


@transaction.atomic
def send_back(submission: Submission, *, by: User) -> Submission:
    """« À reprendre »: the sheet opens again. Raises `WrongState` "already_decided" (by, at), "withdrawn", "wrong_state"."""
    now = _decide(submission, Decision.RETURNED, by=by)
    record(statements.returned(now, by))
    return now


@transaction.atomic
def validate(submission: Submission, *, by: User) -> Submission:
    """The version counts for each person of the organisation enrolled in the cohort."""
    _refuse_kind(submission, to_validate=True)
    now = _decide(submission, Decision.VALIDATED, by=by)
    record(statements.approved(now, by))
    learners = Enrolment.objects.open().filter(cohort=now.cohort_id, organisation=now.worksheet.organisation_id)
    for enrolment in learners.select_related("person", "cohort").order_by("pk"):
        record(statements.passed(now, enrolment, by))
    return now


@transaction.atomic
def mark_read(submission: Submission, *, by: User) -> Submission:
    """For sheets that are only read."""
    _refuse_kind(submission, to_validate=False)
    now = _decide(submission, Decision.READ, by=by)
    record(statements.reviewed(now, by))
    return now


def _refuse_kind(submission: Submission, *, to_validate: bool) -> None:
    if submission.worksheet.spec.to_validate is not to_validate:
        raise WrongState(_("This worksheet is not decided in this way."), code="wrong_decision")


@transaction.atomic
def reopen(worksheet: Worksheet, *, by: User, reason: str) -> Worksheet:
    """Opens a validated (or read) sheet for a new version; the decided one stays as it was. A reason is asked."""
    latest = latest_submission(worksheet)
    if latest is not None and not is_member(by, worksheet.organisation):
        require_trainer(by, latest)
    else:
        require_member(by, worksheet.organisation)
    reason = clean_text(reason, limit=500, name="reason")
    if not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    held = locked(worksheet)
    move(held, Step.REOPEN, by=by, submission=latest, reason=reason)
    worksheet.state, worksheet.state_since = held.state, held.state_since
    return worksheet
