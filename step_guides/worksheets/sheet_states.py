"""The state of a sheet in the words of the person who reads it: « Chez Luc depuis 2 jours »."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from step_guides.worksheets.enums import State
from step_guides.worksheets.kinds import KindSpec, all_kinds
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.queries import readers_of

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation


@dataclass(frozen=True)
class SheetState:
    """`mark` is a state of templates/components/state.html. `worksheet` is None for a sheet that nobody has opened."""

    spec: KindSpec
    worksheet: Worksheet | None
    submission: Submission | None
    mark: str
    words: str

    @property
    def is_returned(self) -> bool:
        return self.worksheet is not None and self.worksheet.state == State.RETURNED

    @property
    def is_draft(self) -> bool:
        return self.worksheet is not None and self.worksheet.state == State.DRAFT and self.worksheet.revision_count > 0


def sheets_of(organisation: Organisation) -> list[SheetState]:
    """Every kind of sheet, in the order of the course, with where it stands. Two queries, and one more for a sheet that waits."""
    sheets = {sheet.kind: sheet for sheet in Worksheet.plain.filter(organisation=organisation)}
    for sheet in sheets.values():
        sheet.organisation = organisation
    sent = Submission.objects.filter(worksheet__in=[sheet.pk for sheet in sheets.values()], withdrawn_at=None).defer("snapshot")
    latest = {one.worksheet_id: one for one in sent.select_related("cohort", "claimed_by", "decided_by").order_by("number")}
    return [_state(spec, sheets.get(spec.kind), latest) for spec in all_kinds()]


def _state(spec: KindSpec, sheet: Worksheet | None, latest: dict[int, Submission]) -> SheetState:
    submission = latest.get(sheet.pk) if sheet else None
    if sheet is None or (sheet.state == State.DRAFT and not sheet.revision_count):
        return SheetState(spec, sheet, submission, "later", _("To be started"))
    return SheetState(spec, sheet, submission, str(sheet.state), words(sheet, submission))


def words(sheet: Worksheet, submission: Submission | None) -> str:
    """Where the sheet stands and with whom. `submission`: the latest one that was not withdrawn."""
    since = ago(sheet.state_since)
    if sheet.state == State.DRAFT or submission is None:
        return _("Draft, saved %(time)s ago") % {"time": ago(sheet.updated_at)}
    if sheet.state == State.SUBMITTED:
        names = join_names(reader.first_name_only for reader in readers_of(submission.cohort, sheet.organisation))
        return (
            _("Sent to %(names)s %(time)s ago") % {"names": names, "time": since}
            if names
            else _("Sent %(time)s ago") % {"time": since}
        )
    if sheet.state == State.IN_REVIEW and submission.claimed_by:
        return _("With %(name)s for %(time)s") % {"name": submission.claimed_by.first_name_only, "time": since}
    who: dict[str, Any] = {"name": submission.decided_by.first_name_only if submission.decided_by else ""}
    if sheet.state == State.RETURNED:
        return (
            _("To be revised, sent back by %(name)s %(time)s ago") % {**who, "time": since} if who["name"] else _("To be revised")
        )
    who["date"] = date_format(timezone.localtime(submission.decided_at or sheet.state_since), "DATE_FORMAT")
    return (
        _("Validated by %(name)s on %(date)s") % who
        if sheet.state == State.VALIDATED
        else _("Read by %(name)s on %(date)s") % who
    )


def ago(moment: datetime) -> str:
    """The largest unit only, and never « 0 minute »."""
    now = timezone.now()
    return timesince(moment, now, depth=1) if (now - moment).total_seconds() >= 60 else _("less than a minute")


def join_names(names: Iterable[str]) -> str:
    found = list(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]} if len(found) > 1 else "".join(found)


def states_of(organisations: Iterable[int]) -> dict[tuple[int, str], tuple[str, datetime]]:
    """(organisation id, kind) → (state, last change). One query; no text."""
    rows = Worksheet.plain.filter(organisation__in=list(organisations)).values_list("organisation", "kind", "state", "updated_at")
    return {(organisation, kind): (state, at) for organisation, kind, state, at in rows}
