"""A trainer opens an answered sheet again, and the organisation is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from coursesite.notifications.actions import notify
from step_guides.reviews.actions.deciding import members
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.permissions import require_trainer
from step_guides.worksheets.queries import reopening_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.models import Submission, Worksheet


@transaction.atomic
def reopen(submission: Submission, *, reason: str, by: User) -> Worksheet:
    """Validated or read → to be revised. The version that was answered stays as it is. Raises `WrongState` "wrong_state"."""
    require_trainer(by, submission)
    worksheet = sheets.reopen(submission.worksheet, by=by, reason=reason)
    move = reopening_of(worksheet)
    assert move is not None
    for person in members(worksheet.organisation_id):
        notify("reviews.reopened", to=person, payload={"move": move.pk}, dedupe=f"{move.pk}")
    return worksheet
