"""How a worksheet changes state. The table is the whole truth: any other move is refused (409)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Move, Submission, Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class Step(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RETURN = "return"
    VALIDATE = "validate"
    MARK_READ = "mark_read"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    start: tuple[State, ...]
    end: State
    needs_reason: bool = False


TRANSITIONS: dict[Step, Transition] = {
    Step.SUBMIT: Transition((State.DRAFT, State.RETURNED), State.SUBMITTED),
    Step.WITHDRAW: Transition((State.SUBMITTED,), State.DRAFT),
    Step.CLAIM: Transition((State.SUBMITTED,), State.IN_REVIEW),
    Step.RETURN: Transition((State.IN_REVIEW,), State.RETURNED),
    Step.VALIDATE: Transition((State.IN_REVIEW,), State.VALIDATED),
    Step.MARK_READ: Transition((State.IN_REVIEW,), State.READ),
    Step.REOPEN: Transition((State.VALIDATED, State.READ), State.RETURNED, needs_reason=True),
}


def wrong_state(worksheet: Worksheet, *, code: str = "wrong_state") -> WrongState:
    return WrongState(_("This worksheet has changed in the meantime. Reload the page."), code=code, state=worksheet.state)


def locked(worksheet: Worksheet) -> Worksheet:
    """The sheet as it is now, held until the end of the transaction: saves and moves of one sheet follow one another."""
    return Worksheet.plain.select_for_update(no_key=True).get(pk=worksheet.pk)


def move(worksheet: Worksheet, step: Step, *, by: User, submission: Submission | None = None, reason: str = "") -> Move:
    """Moves the state by compare-and-set and logs it. Raises `WrongState` when the table does not allow it or somebody came first."""
    transition = TRANSITIONS[step]
    if worksheet.state not in transition.start:
        raise wrong_state(worksheet)
    now = timezone.now()
    still = Worksheet.plain.filter(pk=worksheet.pk, state=worksheet.state)
    if still.update(state=transition.end, state_since=now, updated_at=now) != 1:
        raise wrong_state(worksheet)
    log = Move.objects.create(
        worksheet_id=worksheet.pk, submission=submission, from_state=worksheet.state, to_state=transition.end,
        by=by, reason=reason, revision_count=worksheet.revision_count, at=now,
    )  # fmt: skip
    worksheet.state, worksheet.state_since, worksheet.updated_at = transition.end, now, now
    return log
