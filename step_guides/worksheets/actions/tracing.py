"""What a save means beyond its rows: traces of work, and the requirement of the module."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from coursesite.tracking.record import record
from modules.progress.actions import meet_together
from step_guides.worksheets import statements
from step_guides.worksheets.completeness import completeness
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Move, Revision, Worksheet
from step_guides.worksheets.queries import enrolment_for, next_number
from step_guides.worksheets.snapshots import snapshot

if TYPE_CHECKING:
    from coursesite.accounts.models import User

SESSION = timedelta(minutes=30)  # without a save, an editing session ends


def in_session(worksheet: Worksheet, by: User) -> bool:
    """Whether the person has saved the sheet in the last half-hour. Once true it stays so for this save: asked before the transaction."""
    last = Revision.objects.filter(worksheet=worksheet.pk, by=by).order_by("-number").values_list("at", flat=True).first()
    return last is not None and is_recent(last)


def is_recent(last: datetime) -> bool:
    return timezone.now() - last < SESSION - timedelta(minutes=1)


def after_revision(worksheet: Worksheet, revision: Revision, *, by: User, going_on: bool) -> None:
    """Called by `revise`, in its transaction."""
    first = _first_since_return(worksheet, revision)
    starts = not going_on and _starts_session(worksheet, revision, by=by)
    if first is None and not starts:
        return
    meet_together(worksheet.organisation, worksheet.spec.requirement)
    enrolment = enrolment_for(by, worksheet.organisation)
    if enrolment is None:
        return
    version = next_number(worksheet)
    if first is not None and first.submission is not None:
        record(statements.updated(worksheet, enrolment, first, answered=first.submission, version=version))
    if starts:
        progress = completeness(snapshot(worksheet))
        record(statements.edited(worksheet, enrolment, revision, progress=progress, version=version))


def _starts_session(worksheet: Worksheet, revision: Revision, *, by: User) -> bool:
    earlier = Revision.objects.filter(worksheet=worksheet.pk, by=by, number__lt=revision.number).order_by("-number")
    last = earlier.values_list("at", flat=True).first()
    return last is None or revision.at - last > SESSION


def _first_since_return(worksheet: Worksheet, revision: Revision) -> Move | None:
    if worksheet.state != State.RETURNED:
        return None
    moves = Move.objects.filter(worksheet=worksheet.pk, to_state=State.RETURNED, revision_count=revision.number - 1)
    return moves.select_related("submission__submitted_by").order_by("-pk").first()
