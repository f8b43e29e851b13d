"""The participants' side of a review: send, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.cohorts.enums import Track
from coursesite.core.errors import NotAllowed, WrongState
from coursesite.notifications.actions import notify
from coursesite.tracking.record import record
from step_guides.worksheets import statements
from step_guides.worksheets.checks import is_error, open_remarks
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.queries import enrolment_for, next_number, who_answer
from step_guides.worksheets.snapshots import Snapshot, digest, snapshot
from step_guides.worksheets.transitions import Step, locked, move, wrong_state

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment


@transaction.atomic
def submit(worksheet: Worksheet, *, by: User, confirmed: bool = False) -> Submission:
    """Freezes the sheet as the next version and sends it to the trainers of the person's cohort.

    Unanswered remarks of severity E ask once for `confirmed` (`WrongState` "confirm", `details["pending"]`), then never refuse.
    Sent already: the version that waits. Raises `NotAllowed` "no_enrolment", `WrongState` "no_trainer" in autonomy, "wrong_state".
    """
    require_member(by, worksheet.organisation)
    held = locked(worksheet)
    waiting = Submission.objects.live().filter(worksheet=held.pk).first()
    if waiting is not None:
        return waiting
    enrolment = _way_out(by, held)
    document = snapshot(held)
    if not confirmed and held.is_editable:
        _ask_once(document)
    submission = Submission(
        worksheet=held, number=next_number(held), cohort=enrolment.cohort, enrolment=enrolment, submitted_by=by,
        snapshot=document, sha256=digest(document), submitted_at=timezone.now(),
    )  # fmt: skip
    if not held.is_editable:
        raise wrong_state(held)
    submission.save(force_insert=True)
    move(held, Step.SUBMIT, by=by, submission=submission)
    readers = list(who_answer(enrolment.cohort, held.organisation))
    record(statements.submitted(submission, instructor=readers[0] if readers else None))
    for reader in readers:
        notify("worksheets.submitted", to=reader, payload={"submission": submission.pk}, dedupe=f"{submission.pk}")
    worksheet.state, worksheet.state_since = held.state, held.state_since
    return submission


def _way_out(by: User, worksheet: Worksheet) -> Enrolment:
    enrolment = enrolment_for(by, worksheet.organisation)
    if enrolment is None:
        message = _("Only a person enrolled in a cohort sends a worksheet. Ask the lead of your organisation.")
        raise NotAllowed(message, code="no_enrolment")
    if enrolment.cohort.track == Track.AUTONOMY:
        message = _("In the autonomous track nobody reads your worksheet: use the remarks and the filled example.")
        raise WrongState(message, code="no_trainer")
    return enrolment


def _ask_once(document: Snapshot) -> None:
    pending = [remark for remark in open_remarks(document) if is_error(remark)]
    if pending:
        message = ngettext(
            "%(count)d remark is still without an answer. Send all the same?",
            "%(count)d remarks are still without an answer. Send all the same?",
            len(pending),
        ) % {"count": len(pending)}
        raise WrongState(message, code="confirm", pending=[{"code": one.code, "anchor": one.anchor} for one in pending])


@transaction.atomic
def withdraw(worksheet: Worksheet, *, by: User) -> Submission:
    """Takes back what no trainer has opened yet. Its number is not used again. Taken back already: the same answer."""
    require_member(by, worksheet.organisation)
    held = locked(worksheet)
    latest = (
        Submission.objects.filter(worksheet=held.pk)
        .select_related("enrolment__cohort", "enrolment__person", "submitted_by")
        .last()
    )
    if latest is None or held.state != State.SUBMITTED:
        if latest is not None and latest.withdrawn_at is not None and held.state == State.DRAFT:
            return latest
        if held.state == State.IN_REVIEW:
            raise WrongState(_("A trainer is already reading this worksheet."), code="in_review", state=held.state)
        raise wrong_state(held)
    move(held, Step.WITHDRAW, by=by, submission=latest)
    latest.withdrawn_at = timezone.now()
    if Submission.objects.live().filter(pk=latest.pk).update(withdrawn_at=latest.withdrawn_at) != 1:
        raise wrong_state(held)
    latest.worksheet = held
    record(statements.retracted(latest, enrolment_for(by, held.organisation) or latest.enrolment))
    worksheet.state, worksheet.state_since = held.state, held.state_since
    return latest
