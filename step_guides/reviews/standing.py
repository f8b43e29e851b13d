"""Where the organisations of a trainer's cohorts stand: states and dates, never a draft's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from coursesite.cohorts.models import Participation
from coursesite.cohorts.queries import trained_cohorts
from modules.progress.models import UnitCompletion
from step_guides.worksheets.enums import State
from step_guides.worksheets.kinds import KindSpec, all_kinds
from step_guides.worksheets.models import Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User


SILENCE = timedelta(days=7)  # before that, a date says enough


@dataclass
class Line:
    """One organisation of one cohort. `last_seen`: the last time one of its people did something that counts."""

    organisation: Any
    cohort: Any
    last_seen: datetime | None
    cells: list[tuple[KindSpec, str, str, int | None]] = field(default_factory=list)  # kind, state, words, version

    @property
    def is_silent(self) -> bool:
        return self.last_seen is None or timezone.now() - self.last_seen > SILENCE


def _started(sheet: Worksheet) -> bool:
    return bool(sheet.revision_count) or sheet.state != State.DRAFT


def matrix(user: User) -> list[Line]:
    """Organisations × worksheets of the cohorts that the person trains today, the longest silent first; the sheets to validate,
    and those that somebody has begun. Five queries."""
    taking_part = list(
        Participation.objects.filter(cohort__in=trained_cohorts(user), left_on=None)
        .select_related("organisation", "cohort")
        .order_by("cohort__name", "organisation__name")
    )
    organisations = {one.organisation_id for one in taking_part}
    sheets = Worksheet.objects.non_polymorphic().filter(organisation__in=organisations)
    found = {(sheet.organisation_id, sheet.kind): sheet for sheet in sheets.annotate(version=Max("submissions__number"))}
    wrote = {sheet.organisation_id: max(sheet.updated_at, sheet.state_since) for sheet in found.values() if sheet.revision_count}
    completed = UnitCompletion.objects.filter(
        enrolment__organisation__in=organisations, enrolment__cohort__in=trained_cohorts(user)
    )
    learned = dict(completed.values_list("enrolment__organisation").annotate(last=Max("seen_at")))
    shown = [
        spec
        for spec in all_kinds()
        if spec.to_validate or any(_started(sheet) for sheet in found.values() if sheet.kind == spec.kind)
    ]
    lines = []
    for one in taking_part:
        moments = [moment for moment in (wrote.get(one.organisation_id), learned.get(one.organisation_id)) if moment]
        line = Line(one.organisation, one.cohort, max(moments, default=None))
        for spec in shown:
            sheet = found.get((one.organisation_id, spec.kind))
            started = sheet is not None and _started(sheet)
            state = str(sheet.state) if sheet and started else "later"
            line.cells.append((spec, state, str(State(state).label) if started else "", sheet.version if sheet else None))
        lines.append(line)
    return sorted(lines, key=lambda line: (line.last_seen is not None, line.last_seen and line.last_seen.timestamp()))
