"""« Vos fiches », and whose sheets they are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursesite.cohorts.queries import current_enrolments
from coursesite.organisations.models import Membership, Organisation
from step_guides.worksheets.enums import State
from step_guides.worksheets.kinds import KindSpec, all_kinds
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.presenters.standing import TO_BEGIN, Standing, readers_by_cohort, standing_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@dataclass(frozen=True)
class Line:
    """`worksheet` is None for a sheet that nobody has opened."""

    organisation: Organisation
    spec: KindSpec
    worksheet: Worksheet | None
    standing: Standing

    @property
    def is_returned(self) -> bool:
        return self.worksheet is not None and self.worksheet.state == State.RETURNED

    @property
    def is_begun(self) -> bool:
        return self.worksheet is not None and (self.worksheet.revision_count > 0 or not self.worksheet.is_editable)

    @property
    def is_draft(self) -> bool:
        return self.worksheet is not None and self.worksheet.state == State.DRAFT and self.worksheet.revision_count > 0


def memberships_of(person: User) -> list[Membership]:
    found = Membership.objects.current().filter(person=person)
    return list(found.select_related("organisation").order_by("starts_on", "pk"))


def organisation_of(person: User, public_id: str = "") -> Organisation | None:
    """The one named, else the one she follows a course for, else the first. Never one she does not belong to."""
    mine = [membership.organisation for membership in memberships_of(person)]
    if public_id:
        try:
            asked = uuid.UUID(public_id)
        except ValueError:
            return None
        return next((one for one in mine if one.public_id == asked), None)
    if len(mine) > 1:
        followed = list(current_enrolments(person).values_list("organisation", flat=True))
        return next((one for pk in followed for one in mine if one.pk == pk), mine[0])
    return mine[0] if mine else None


def organisations_of(person: User) -> list[Organisation]:
    return [membership.organisation for membership in memberships_of(person)]


def sheets_of(person: User, organisations: Iterable[Organisation]) -> list[Line]:
    """One line an organisation and kind, in the order of the course: what the person may open there. Three queries at most."""
    organisations = list(organisations)
    sheets = (
        Worksheet.objects.visible_to(person)
        .non_polymorphic()
        .filter(organisation__in=organisations)
        .select_related("organisation")
    )
    by_place = {(sheet.organisation_id, sheet.kind): sheet for sheet in sheets}
    sent = Submission.objects.filter(worksheet__in=[sheet.pk for sheet in by_place.values()], withdrawn_at=None).defer("snapshot")
    latest = {one.worksheet_id: one for one in sent.select_related("claimed_by", "decided_by").order_by("number")}
    readers = readers_by_cohort(latest.values())
    lines = []
    for organisation in organisations:
        for spec in all_kinds():
            sheet = by_place.get((organisation.pk, spec.kind))
            last = latest.get(sheet.pk) if sheet else None
            standing = standing_of(sheet, last, readers.get(last.cohort_id, "") if last else "") if sheet else TO_BEGIN
            lines.append(Line(organisation, spec, sheet, standing))
    return lines
