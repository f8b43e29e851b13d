"""The trainers' side of a review: send back, validate, mark read, reopen. The room `reviews` adds what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.fields import clean_text
from coursesite.organisations.permissions import is_member
from coursesite.tracking.record import record
from modules.progress.actions import meet_together, withdraw_together
from step_guides.worksheets import statements
from step_guides.worksheets.actions.claiming import already_decided, held
from step_guides.worksheets.enums import Decision
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.permissions import require_decider, require_member
from step_guides.worksheets.queries import latest_submission
from step_guides.worksheets.transitions import Step, locked, move, wrong_state

if TYPE_CHECKING:
    from coursesite.accounts.models import User

STEPS = {Decision.RETURNED: Step.RETURN, Decision.VALIDATED: Step.VALIDATE, Decision.READ: Step.MARK_READ}


def _decide(submission: Submission, decision: Decision, *, by: User) -> Submission:
    """Compare-and-set on the live version and on the state: one decision a submission, the other trainer is told."""
    require_decider(by, submission)
    worksheet, now = held(submission, by)
    if now.decided_at is not None:
        raise already_decided(now)
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
    """The version counts for each person of the organisation enrolled in the cohort; modules that asked for it may be complete."""
    _refuse_kind(submission, to_validate=True)
    now = _decide(submission, Decision.VALIDATED, by=by)
    record(statements.approved(now, by))
    learners = Enrolment.objects.open().filter(cohort=now.cohort_id, organisation=now.worksheet.organisation_id)
    for enrolment in learners.select_related("person", "cohort").order_by("pk"):
        record(statements.passed(now, enrolment, by))
    meet_together(now.worksheet.organisation, now.worksheet.spec.agreement)
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
        require_decider(by, latest)
    else:
        require_member(by, worksheet.organisation)
    reason = clean_text(reason, limit=500, name="reason")
    if not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    now = locked(worksheet)
    move(now, Step.REOPEN, by=by, submission=latest, reason=reason)
    withdraw_together(now.organisation, now.spec.agreement)
    worksheet.state, worksheet.state_since = now.state, now.state_since
    return worksheet
