"""Undo and redo, each person her own saves, in the order she made them. Nothing that somebody else wrote since is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import NotFound, WrongState
from step_guides.worksheets.actions.pen import Change, Pen, Saved, model_of, not_editable, settle
from step_guides.worksheets.models import Entry, Link, Node, Revision, Row, Worksheet
from step_guides.worksheets.permissions import require_member
from step_guides.worksheets.rows import split
from step_guides.worksheets.transitions import locked

if TYPE_CHECKING:
    from coursesite.accounts.models import User

ASIDE = {"lock", "position", "uid", "key"}


def undo(worksheet: Worksheet, *, by: User, number: int | None = None) -> Saved:
    """Takes back the person's last save. `number` names the one she saw: taken back already, the answer is the same.

    Raises `WrongState` "nothing_to_undo", "not_last", "undo_conflict" (somebody has changed the same passage since), "not_editable".
    """
    return _turn(worksheet, by=by, number=number, undone=True)


def redo(worksheet: Worksheet, *, by: User, number: int | None = None) -> Saved:
    """Writes again what the person took back last, as long as she has saved nothing since."""
    return _turn(worksheet, by=by, number=number, undone=False)


def next_undo(worksheet: Worksheet, person: User) -> Revision | None:
    return Revision.objects.filter(worksheet=worksheet.pk, by=person, undone=False).order_by("number").last()


def next_redo(worksheet: Worksheet, person: User) -> Revision | None:
    last = next_undo(worksheet, person)
    taken_back = Revision.objects.filter(worksheet=worksheet.pk, by=person, undone=True, number__gt=last.number if last else 0)
    return taken_back.order_by("number").first()


@transaction.atomic
def _turn(worksheet: Worksheet, *, by: User, number: int | None, undone: bool) -> Saved:
    require_member(by, worksheet.organisation)
    held = locked(worksheet)
    if not held.is_editable:
        raise not_editable(held)
    if number is not None:
        done = Revision.objects.filter(worksheet=held.pk, by=by, number=number, undone=undone).first()
        if done is not None:
            return _answer(done)
    revision = next_undo(held, by) if undone else next_redo(held, by)
    if revision is None:
        raise WrongState(_("Nothing to take back.") if undone else _("Nothing to write again."), code="nothing_to_undo")
    if number is not None and revision.number != number:
        raise WrongState(_("You have saved something else since. Reload the page."), code="not_last")
    pen = Pen(held)
    for change in reversed(revision.changes) if undone else revision.changes:
        expected, wanted = (change["after"], change["before"]) if undone else (change["before"], change["after"])
        _put(pen, change["row"], expected, wanted)
    Revision.objects.filter(pk=revision.pk).update(undone=undone)
    settle(held, pen.changes, at=timezone.now(), revision_count=held.revision_count)
    return _answer(revision, pen.changes)


def _answer(revision: Revision, changes: list[Change] | None = None) -> Saved:
    after = next((one["after"] for one in changes or [] if one["row"] == revision.anchor), None) or {}
    values = {name: value for name, value in after.items() if name != "lock"}
    return Saved(
        anchor=revision.anchor,
        lock=after.get("lock", 0),
        revision=revision.number,
        at=timezone.now(),
        values=values,
        repeated=changes is None,
    )


def _conflict(anchor: str) -> WrongState:
    return WrongState(
        _("This passage was changed by somebody else since: it cannot be taken back."), code="undo_conflict", anchor=anchor
    )


def _put(pen: Pen, anchor: str, expected: dict[str, Any] | None, wanted: dict[str, Any] | None) -> None:
    """Brings a row from what it should be now to what is wanted; None means absent."""
    row = pen.find(anchor)
    if expected is None:
        if wanted is None:
            return
        _bear(pen, anchor, row, wanted)
    elif row is None or any(row.value(name) != value for name, value in expected.items() if name not in ASIDE):
        raise _conflict(anchor)
    elif wanted is None:
        _remove(pen, row)
    else:
        pen.update(row, {name: value for name, value in wanted.items() if name != "lock"})


def _bear(pen: Pen, anchor: str, row: Row | None, wanted: dict[str, Any]) -> None:
    model = model_of(pen.worksheet, anchor)
    fields = {name: value for name, value in wanted.items() if name not in ("lock", "uid", "key")}
    if row is not None:
        if not isinstance(row, Entry) or row.text:
            raise _conflict(anchor)
        pen.update(row, fields)
        return
    name, _identity = split(anchor)
    table = pen.worksheet.spec.table(name)
    if model is not Entry and not (table and table.per):  # lines that something else calls for are not counted
        pen.cap(name)
    try:
        pen.create(anchor, fields, lock=wanted["lock"] + 1)
    except NotFound as error:  # an end of the link is gone
        raise _conflict(anchor) from error


def _remove(pen: Pen, row: Row) -> None:
    if isinstance(row, Entry):  # stays, empty: its lock goes on rising
        pen.update(row, {"text": ""})
        return
    if isinstance(row, Node) and (Link.objects.filter(source=row).exists() or Link.objects.filter(target=row).exists()):
        raise _conflict(row.anchor)
    pen.delete(row)
