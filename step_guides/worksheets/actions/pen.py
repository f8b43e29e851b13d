"""Writing rows. Every save of a worksheet goes through `revise`: one transaction, one revision, one answer however often it is asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, Refusal, WrongState
from coursesite.core.warning_tallies import count_named
from step_guides.worksheets.actions.tracing import after_revision, in_session
from step_guides.worksheets.models import Entry, Line, Link, Node, Revision, Row, Worksheet
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.rows import model_at, rules_at, split
from step_guides.worksheets.snapshots import canonical
from step_guides.worksheets.transitions import locked
from step_guides.worksheets.typing_rules import typed_freely

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from step_guides.worksheets.kinds import KindSpec

LARGEST_SHEET = 256 * 1024
ENDS = {"source", "target"}  # of a link: written as uids, kept as rows
Change = dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """An acknowledged save. `values` are the fields written; `lock` is what the next save of the row must name (0: the row is gone)."""

    anchor: str
    lock: int
    revision: int
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    repeated: bool = False


def not_editable(worksheet: Worksheet) -> WrongState:
    return WrongState(
        _("This worksheet has been sent: it can no longer be changed. Copy your text."),
        code="not_editable",
        state=worksheet.state,
    )


def gone(anchor: str = "") -> NotFound:
    """One answer for a row that is gone, for one of another sheet, and for what this kind of sheet does not hold."""
    return NotFound(_("This element no longer exists."), code="row_gone", anchor=anchor)


def model_of(worksheet: Worksheet, anchor: str) -> type[Row]:
    """The model of the row that an anchor names in this sheet. Raises `NotFound`."""
    model = model_at(worksheet.spec, anchor)
    if model is None:
        raise gone(anchor)
    return model


def identity_of(model: type[Row], anchor: str) -> dict[str, Any]:
    """What finds the row among those of its sheet, and is written when it is created."""
    name, identity = split(anchor)
    if model is Entry:
        return {"key": identity}
    return {"uid": uuid.UUID(identity), **({"table": name} if model is Line else {})}


def change_of(row: Row, fields: dict[str, Any]) -> Change | None:
    """What these clean fields change in the row, as a revision keeps it. Content raises the lock; a place in a column does not: the last
    to move an element wins."""
    fields = {**fields, **(row.consequences(fields) if fields.keys() != {"position"} else {})}
    after = {name: value for name, value in fields.items() if value != row.value(name)}
    if not after:
        return None
    before = {name: row.value(name) for name in after}
    if after.keys() != {"position"}:
        before["lock"], after["lock"] = row.lock, row.lock + 1
    return {"row": row.anchor, "before": before, "after": after}


class _Repeated(Exception):
    def __init__(self, revision: Revision) -> None:
        self.revision = revision


class Pen:
    """Writes rows of one sheet, held by the transaction, and remembers each change for the revision."""

    def __init__(self, worksheet: Worksheet, op_id: uuid.UUID | None = None) -> None:
        self.worksheet = worksheet
        self.op_id = op_id or uuid.uuid4()
        self.changes: list[Change] = []

    def find(self, anchor: str) -> Row | None:
        model = model_at(self.worksheet.spec, anchor)
        if model is None:
            return None
        rows: QuerySet[Any] = model._default_manager.filter(worksheet=self.worksheet.pk, **identity_of(model, anchor))
        return (rows.select_related("source", "target") if model is Link else rows).first()

    def row(self, anchor: str) -> Row:
        """Raises `NotFound` for a row that is gone and for one of another sheet alike."""
        row = self.find(anchor)
        if row is None:
            raise gone(anchor)
        return row

    def create(self, anchor: str, fields: dict[str, Any], *, lock: int = 1) -> Row:
        model = model_of(self.worksheet, anchor)
        row = model(worksheet_id=self.worksheet.pk, lock=lock, **identity_of(model, anchor))
        fields = {**fields, **row.consequences(fields)}
        for name, value in self._columns(row, fields).items():
            setattr(row, name, value)
        if isinstance(row, Node | Line) and not row.position:
            last = self.siblings(row).aggregate(last=Max("position"))["last"]
            row.position = (last or 0) + 1
        if isinstance(row, Link):
            self._refuse_twin(row)
        row.save(force_insert=True)
        self.changes.append({"row": row.anchor, "before": None, "after": {**row.as_dict(), "lock": lock}})
        return row

    def update(self, row: Row, fields: dict[str, Any]) -> Row:
        """Writes what differs."""
        change = change_of(row, fields)
        if change is None:
            return row
        same = type(row)._default_manager.filter(pk=row.pk, lock=row.lock)
        columns = self._columns(row, change["after"])
        for name, value in columns.items():
            setattr(row, name, value)
        if isinstance(row, Link) and columns.keys() & ENDS:
            self._refuse_twin(row)
        if same.update(**columns) != 1:  # every writer holds the sheet: only a mistake of ours comes here
            raise self.stale(self.row(row.anchor), fields)
        self.changes.append(change)
        return row

    def delete(self, row: Row) -> None:
        """An element goes with its links."""
        if isinstance(row, Node):
            for link in Link.objects.filter(worksheet=self.worksheet.pk).select_related("source", "target"):
                if row.pk in (link.source_id, link.target_id):
                    self.delete(link)
        self.changes.append({"row": row.anchor, "before": {**row.as_dict(), "lock": row.lock}, "after": None})
        row.delete()

    def refuse_stale(self, row: Row, fields: dict[str, Any], lock: int) -> None:
        """Two people wrote the same text: no conflict. The same save twice: its first answer. Else the two texts."""
        if row.lock == lock:
            return
        known = Revision.objects.filter(worksheet=self.worksheet.pk, op_id=self.op_id).first()
        if known is not None:
            raise _Repeated(known)
        if any(row.value(name) != value for name, value in fields.items()):
            raise self.stale(row, fields)

    def stale(self, row: Row, fields: dict[str, Any]) -> WrongState:
        theirs = {name: row.value(name) for name in fields}
        return WrongState(
            _("This passage was changed in the meantime. Compare the two texts before going on."),
            code="stale_lock", anchor=row.anchor, lock=row.lock, yours=fields, theirs=theirs,
        )  # fmt: skip

    def siblings(self, row: Node | Line) -> QuerySet[Any]:
        """The rows among which this one has its place."""
        if isinstance(row, Line):
            return Line.objects.filter(worksheet=self.worksheet.pk, table=row.table)
        return Node.objects.filter(worksheet=self.worksheet.pk)

    def cap(self, name: str) -> None:
        """`name` is what stands before the colon of an anchor: « node », « decision »."""
        cap = self.worksheet.spec.cap(name)
        if not cap:  # a sheet of this kind holds none
            raise gone()
        rows: QuerySet[Any] = {"node": Node.objects, "link": Link.objects}.get(name, Line.objects.filter(table=name)).all()
        if rows.filter(worksheet=self.worksheet.pk).count() >= cap:
            raise Invalid(_("%(cap)d at most: remove one first.") % {"cap": cap}, code="too_many", cap=cap)

    def _columns(self, row: Row, fields: dict[str, Any]) -> dict[str, Any]:
        """The columns of the database that these clean fields of the row write."""
        columns = row.columns(fields)
        if not isinstance(row, Link):
            return columns
        return {name: self.row(f"node:{value}") if name in ENDS else value for name, value in columns.items()}

    def _refuse_twin(self, link: Link) -> None:
        if Link.objects.filter(source=link.source, target=link.target).exclude(pk=link.pk).exists():
            message = _("These two elements are already linked.")
            raise Invalid(message, errors={"target": [message]}, code="already_linked")


def revise(worksheet: Worksheet, write: Callable[[Pen], str], *, by: User, op_id: uuid.UUID | None = None) -> Saved:
    """Lets `write` change rows of the sheet and keeps it as one revision; `write` returns the anchor of the row it acted on.

    The same `op_id` again writes nothing and gives the first answer, even after the sheet was sent. Nothing changed: no revision.
    Raises `NotFound` (stranger, row gone), `WrongState` `not_editable` or `stale_lock`, `Invalid`.
    """
    require_member(by, worksheet.organisation)
    op_id = op_id or uuid.uuid4()
    going_on = in_session(worksheet, by)
    try:
        with transaction.atomic():
            return _revise(worksheet, write, by=by, op_id=op_id, going_on=going_on)
    except _Repeated as known:
        return answer(known.revision)
    except (Refusal, IntegrityError):
        # Written once already? Its own first effect is what refuses it now: a newer lock, a row gone, the constraint on `op_id`.
        known_revision = Revision.objects.filter(worksheet=worksheet.pk, op_id=op_id).first()
        if known_revision is None:
            raise
        return answer(known_revision)


def _revise(worksheet: Worksheet, write: Callable[[Pen], str], *, by: User, op_id: uuid.UUID, going_on: bool) -> Saved:
    held = locked(worksheet)
    if not held.is_editable:
        raise not_editable(held)
    pen = Pen(held, op_id)
    anchor = write(pen)
    if not pen.changes:
        row = pen.find(anchor)
        return Saved(anchor=anchor, lock=row.lock if row else 0, revision=held.revision_count, at=held.updated_at)
    revision = Revision.objects.create(
        worksheet_id=held.pk,
        number=held.revision_count + 1,
        by=by,
        op_id=op_id,
        anchor=anchor,
        changes=pen.changes,
        at=timezone.now(),
    )
    settle(held, pen.changes, at=revision.at, revision_count=revision.number)
    after_revision(held, revision, by=by, going_on=going_on)
    count_named(Worksheet, words(held.spec, pen.changes, "after"), words(held.spec, pen.changes, "before"))
    worksheet.revision_count, worksheet.updated_at = revision.number, revision.at
    return answer(revision, repeated=False)


def words(spec: KindSpec, changes: list[Change], when: Literal["before", "after"]) -> list[object]:
    """What people typed as they liked."""
    return [(change[when] or {}).get(name) for change in changes for name in typed_freely(rules_at(spec, change["row"]))]


def size_after(size: int, changes: list[Change]) -> int:
    """The bytes of the sheet once it is changed. Raises `Invalid` when it grows beyond the largest size."""
    growth = sum(_bytes(change["after"]) - _bytes(change["before"]) for change in changes)
    if growth > 0 and size + growth > LARGEST_SHEET:
        raise Invalid(_("This worksheet is too long. Shorten another passage first."), code="sheet_too_long")
    return max(0, size + growth)


def settle(held: Worksheet, changes: list[Change], *, at: datetime, revision_count: int) -> None:
    """Writes what the sheet itself remembers of its rows. Raises `Invalid` when it grows beyond its largest size."""
    size = size_after(held.size, changes)
    still = Worksheet.plain.filter(pk=held.pk, state=held.state, revision_count=held.revision_count)
    if still.update(revision_count=revision_count, size=size, updated_at=at) != 1:
        raise not_editable(held)
    held.revision_count, held.size, held.updated_at = revision_count, size, at


def _bytes(part: dict[str, Any] | None) -> int:
    return len(canonical(part)) if part else 0


def answer(revision: Revision, *, repeated: bool = True) -> Saved:
    after = next((change["after"] for change in revision.changes if change["row"] == revision.anchor), None) or {}
    values = {name: value for name, value in after.items() if name != "lock"}
    return Saved(
        anchor=revision.anchor,
        lock=after.get("lock", 0),
        revision=revision.number,
        at=revision.at,
        values=values,
        repeated=repeated,
    )
