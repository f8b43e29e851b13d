"""Two versions side by side: what a person may choose, what changed, and the same in the diagram."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coursesite.core.errors import NotFound
from step_guides.worksheets.diagram import draw
from step_guides.worksheets.diagram.changes import together
from step_guides.worksheets.diff import Diff, compare
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.permissions import can_write
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.versions import NOW, START, Version, chosen, document_of, versions_of

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@dataclass
class Comparison:
    """`seen` is where the history of the sheet stood when the page was made."""

    worksheet: Worksheet
    member: bool
    versions: list[Version]
    older: Version
    newer: Version
    old: Snapshot
    new: Snapshot
    seen: int

    @cached_property
    def diff(self) -> Diff:
        return compare(self.old, self.new)

    @property
    def picture(self) -> SafeString | str:
        """Of a theory of change. Shapes and words say what colours do."""
        if not (self.worksheet.spec.rows and self.diff):
            return ""
        both, marks = together(self.old, self.new, self.diff)
        return draw(both, title=_("Diagram of what changed. The list below says the same in words."), marks=marks)

    @property
    def goes_back(self) -> bool:
        """From now to a moment that was kept: the page shows what going back would do."""
        return self.member and self.older.key == NOW and self.newer.is_kept

    @property
    def can_go_back(self) -> bool:
        return self.goes_back and self.worksheet.is_editable and bool(self.diff)

    @property
    def read(self) -> Submission | None:
        """The version by which a trainer came: the later of the two."""
        sent = (one.row for one in (self.newer, self.older) if isinstance(one.row, Submission))
        return next(sent, None)

    @property
    def op_id(self) -> uuid.UUID:
        return uuid.uuid4()


def comparison_of(worksheet: Worksheet, person: User, *, older: str = "", newer: str = "") -> Comparison:
    """Nothing chosen: from the last version sent before to the latest state. Raises `NotFound` for what the person may not see."""
    seen = worksheet.revision_count
    versions = versions_of(worksheet, person)
    if not versions:
        raise NotFound(_("This page does not exist."))
    last = chosen(versions, newer) if newer else versions[0]
    sent = [one for one in versions if isinstance(one.row, Submission) and one is not last]
    first = chosen(versions, older) if older else (sent[0] if sent else chosen(versions, START))
    documents = (document_of(worksheet, one) for one in (first, last))
    return Comparison(worksheet, can_write(person, worksheet), versions, first, last, *documents, seen=seen)
