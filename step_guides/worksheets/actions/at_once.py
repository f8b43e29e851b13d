"""The save that people make all day, by a short way: the text of a row that is there, by somebody already at work on the sheet.

One query before the transaction and three statements in it, ready to be sent, each of which holds only if nothing has moved: no time is
spent while others wait, but to count what seems to name a person. Whatever is less simple goes by `revise`, which holds the sheet first,
and says what is wrong.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from coursesite.core.errors import Refusal
from coursesite.core.prepared import Prepared, Slot, insert, update
from coursesite.core.warning_tallies import named_anew, tally
from coursesite.organisations.models import Membership
from step_guides.worksheets.actions.pen import ENDS, Saved, answer, change_of, size_after, words
from step_guides.worksheets.actions.tracing import is_recent
from step_guides.worksheets.models import Line, Revision, Row, Worksheet
from step_guides.worksheets.models.base import EDITABLE
from step_guides.worksheets.rows import model_at, split

if TYPE_CHECKING:
    from datetime import datetime

    from coursesite.accounts.models import User

ABOUT = ("worksheet__state", "worksheet__state_since", "worksheet__revision_count", "worksheet__size", "last")


class _Moved(Exception):
    """Somebody wrote in the sheet, or sent it, since it was read."""


@dataclass(frozen=True)
class _Seen:
    """A row and its sheet as they were, to a person who is a member of the organisation today."""

    row: Row
    state: str
    state_since: datetime
    revision_count: int
    size: int
    last: datetime | None  # when the person saved in this sheet before

    @property
    def is_simple(self) -> bool:
        """Nothing is due but the row itself: no session of work starts, and this is not the first change since a return."""
        return self.state in EDITABLE and self.last is not None and self.last > self.state_since and is_recent(self.last)


def save_at_once(
    worksheet: Worksheet, anchor: str, fields: dict[str, Any], *, lock: int, by: User, op_id: uuid.UUID | None
) -> Saved | None:
    """Saves clean fields; or None with nothing written, whatever the reason."""
    seen = None if fields.keys() & ENDS else _see(worksheet, anchor, by)
    if seen is None or seen.row.lock != lock or not seen.is_simple:
        return None
    try:
        return _save(worksheet, seen, fields, by=by, op_id=op_id or uuid.uuid4())
    except (_Moved, Refusal, IntegrityError):
        return None


def _save(worksheet: Worksheet, seen: _Seen, fields: dict[str, Any], *, by: User, op_id: uuid.UUID) -> Saved | None:
    row, change, now = seen.row, change_of(seen.row, fields), timezone.now()
    if change is None:
        return None
    revision = Revision(
        worksheet_id=worksheet.pk, number=seen.revision_count + 1, by_id=by.pk, op_id=op_id, anchor=row.anchor, changes=[change], at=now
    )  # fmt: skip
    same_sheet = {"id": worksheet.pk, "state": seen.state, "revision_count": seen.revision_count, "size": seen.size}
    sheet = {"revision_count": revision.number, "size": size_after(seen.size, [change]), "updated_at": now}
    found = named_anew(words(worksheet.spec, [change], "after"), words(worksheet.spec, [change], "before"))
    # The sheet first, as everywhere: two saves that each waited for the other would never end.
    writes = (
        update(Worksheet, same_sheet, sheet),
        update(type(row), {"id": row.pk, "lock": row.lock}, row.columns(change["after"])),
        insert(revision),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if not all(one.send(cursor) for one in writes):
            raise _Moved
        tally(Worksheet, found)
    worksheet.revision_count, worksheet.updated_at = revision.number, now
    return answer(revision, repeated=False)


def _see(worksheet: Worksheet, anchor: str, by: User) -> _Seen | None:
    model = model_at(worksheet.spec, anchor)
    if model is None:
        return None
    name, identity = split(anchor)
    of_table = {"table": name} if model is Line else {}
    found = _query(model).one(sheet=worksheet.pk, identity=identity, person=by.pk, today=timezone.localdate(), **of_table)
    if found is None:
        return None
    about, values = found[: len(ABOUT)], found[len(ABOUT) :]
    return _Seen(model.from_db(connection.alias, _columns(model), values), *about)


@cache
def _query(model: type[Row]) -> Prepared:
    def build() -> models.QuerySet:
        sheet, person = Slot("sheet", models.BigIntegerField()), Slot("person", models.BigIntegerField())
        today: Any = Slot("today", models.DateField())
        field: Any = model._meta.get_field(model.IDENTITY)
        member_of = Membership.objects.current(on=today).filter(person=person).values("organisation")
        last = Revision.objects.filter(worksheet=sheet, by=person).order_by("-number").values("at")[:1]
        rows = model._default_manager.filter(worksheet=sheet, worksheet__organisation__in=member_of)
        named: dict[str, Any] = {field.name: Slot("identity", field)}
        if model is Line:  # of two tables that each hold a line for one thing
            named["table"] = Slot("table", Line._meta.get_field("table"))  # type: ignore[arg-type]
        rows = rows.filter(**named).order_by()
        return rows.annotate(last=models.Subquery(last)).values_list(*ABOUT, *_columns(model))

    return Prepared(build)


@cache
def _columns(model: type[Row]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
