"""The states of a sheet that a person may look at: as it is now, the moments that members named, the versions that were sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from coursesite.core.errors import NotFound
from step_guides.worksheets.models import RestorePoint, Submission, Worksheet
from step_guides.worksheets.permissions import can_view
from step_guides.worksheets.snapshots import Snapshot, empty, snapshot

if TYPE_CHECKING:
    from coursesite.accounts.models import User

NOW, START, VERSION, POINT = "maintenant", "debut", "version-", "point-"


@dataclass(frozen=True)
class Version:
    """`key` names it in addresses: « maintenant », « version-2 », « point-<uuid> », and « debut » for the empty sheet."""

    key: str
    label: str
    at: datetime | None = None
    by: User | None = None
    row: Submission | RestorePoint | None = field(default=None, repr=False)

    @property
    def point(self) -> RestorePoint | None:
        return self.row if isinstance(self.row, RestorePoint) else None

    @property
    def is_kept(self) -> bool:
        """Whether a sheet can be brought back to it: the draft is where one is, and nobody empties a sheet by mistake."""
        return self.row is not None


def versions_of(worksheet: Worksheet, person: User) -> list[Version]:
    """Latest first, without their texts; empty for whoever may see none. Members see all, trainers what was sent to them. Two queries."""
    member = can_view(person, worksheet)
    sent = Submission.objects.visible_to(person).filter(worksheet=worksheet.pk).select_related("submitted_by").defer("snapshot")
    found = [Version(f"{VERSION}{one.number}", _sent(one), one.submitted_at, one.submitted_by, one) for one in sent]
    if member:
        points = RestorePoint.objects.kept().filter(worksheet=worksheet.pk).select_related("by").defer("snapshot")
        found += [Version(f"{POINT}{one.public_id}", f"«\u00a0{one.name}\u00a0»", one.at, one.by, one) for one in points]
    if not found and not member:
        return []
    found.sort(key=lambda one: one.at or worksheet.created_at, reverse=True)
    now = [Version(NOW, _("The worksheet as it is now"), worksheet.updated_at)] if member else []
    return [*now, *found, Version(START, _("Before anything was written"))]


def _sent(one: Submission) -> str:
    return (_("Version %(number)d, taken back") if one.withdrawn_at else _("Version %(number)d")) % {"number": one.number}


def chosen(versions: Iterable[Version], key: str) -> Version:
    """Raises `NotFound` for what does not exist and for what the person may not see alike."""
    for one in versions:
        if one.key == key:
            return one
    raise NotFound(_("This page does not exist."))


def document_of(worksheet: Worksheet, version: Version) -> Snapshot:
    """What the sheet said then. One query, more for the sheet as it is now."""
    if version.row is None:
        return snapshot(worksheet) if version.key == NOW else empty(worksheet.kind)
    rows: Any = type(version.row)._default_manager
    document: Snapshot = rows.values_list("snapshot", flat=True).get(pk=version.row.pk)
    return document
