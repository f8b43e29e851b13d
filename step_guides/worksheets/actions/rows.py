"""The saves of the editor: add, edit, move, delete a row."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound
from step_guides.worksheets.actions.at_once import save_at_once
from step_guides.worksheets.actions.pen import Pen, Saved, revise, split
from step_guides.worksheets.columns import COLUMNS, column_of, neighbour
from step_guides.worksheets.enums import LinkKind, NodeKind
from step_guides.worksheets.models import Entry, Link, Node, Row, Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User

Fields = dict[str, Any]
OpId = uuid.UUID | None
SIDES = {"left": -1, "right": 1}


def clean(model: type[Row], fields: Fields) -> Fields:
    """Only declared fields, each by its own rule; all refusals at once."""
    errors: dict[str, list] = {name: [_("Unknown field.")] for name in fields if name not in model.FIELDS}
    found: Fields = {}
    for name, value in fields.items():
        if name in model.FIELDS:
            try:
                found[name] = model.FIELDS[name](value, name=name)
            except Invalid as error:
                errors.update(error.errors)
    if errors:
        first = next(iter(errors.values()))[0]
        raise Invalid(first, errors=errors)
    return found


def edit_row(worksheet: Worksheet, anchor: str, fields: Fields, *, lock: int, by: User, op_id: OpId = None) -> Saved:
    """Saves the changed fields of `node:<uid>`, `link:<uid>` or `field:<key>`. `lock` is the one that was read with the row."""
    model, identity = split(anchor)
    if model is Entry:
        return _edit_entry(worksheet, identity, fields, lock=lock, by=by, op_id=op_id)
    cleaned = clean(model, fields)

    def write(pen: Pen) -> str:
        row = pen.row(anchor)
        pen.refuse_stale(row, cleaned, lock)
        return pen.update(row, cleaned).anchor

    return save_at_once(worksheet, anchor, cleaned, lock=lock, by=by, op_id=op_id) or revise(worksheet, write, by=by, op_id=op_id)


def _edit_entry(worksheet: Worksheet, key: str, fields: Fields, *, lock: int, by: User, op_id: OpId) -> Saved:
    spec = worksheet.spec.field(key)
    if spec is None:
        raise NotFound(_("This field does not exist."), code="row_gone")
    cleaned = clean(Entry, fields)
    if len(cleaned.get("text", "")) > spec.limit:
        message = _("%(limit)d characters at most.") % {"limit": spec.limit}
        raise Invalid(message, errors={"text": [message]})

    anchor = f"field:{key}"

    def write(pen: Pen) -> str:
        row = pen.find(anchor)
        if row is None:
            return pen.create(Entry, key, cleaned).anchor if cleaned.get("text") else anchor
        pen.refuse_stale(row, cleaned, lock)
        return pen.update(row, cleaned).anchor

    return save_at_once(worksheet, anchor, cleaned, lock=lock, by=by, op_id=op_id) or revise(worksheet, write, by=by, op_id=op_id)


def add_node(
    worksheet: Worksheet,
    kind: str,
    fields: Fields | None = None,
    *,
    by: User,
    op_id: OpId = None,
    after: str = "",
    before: str = "",
) -> Saved:
    """A new element; `after` (or `before`) names one it is linked from (or to), in the same revision."""
    cleaned = clean(Node, {**(fields or {}), "kind": kind})

    def write(pen: Pen) -> str:
        pen.cap(Node)
        node = pen.create(Node, str(uuid.uuid4()), cleaned)
        for source, target in [(after, node.anchor)] * bool(after) + [(node.anchor, before)] * bool(before):
            pen.cap(Link)
            _link(pen, source, target, {})
        return node.anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def add_link(
    worksheet: Worksheet, source: str, target: str, fields: Fields | None = None, *, by: User, op_id: OpId = None
) -> Saved:
    """Links two elements named by their anchors. Without a kind, the one that the two suggest."""
    cleaned = clean(Link, fields or {})

    def write(pen: Pen) -> str:
        pen.cap(Link)
        return _link(pen, source, target, cleaned).anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def _link(pen: Pen, source: str, target: str, fields: Fields) -> Row:
    start, end = pen.row(source), pen.row(target)
    if not (isinstance(start, Node) and isinstance(end, Node)):
        raise Invalid(_("Choose an element from the list."), errors={"target": [_("Choose an element from the list.")]})
    uids = {"source": str(start.uid), "target": str(end.uid)}
    return pen.create(Link, str(uuid.uuid4()), {"kind": suggested_kind(start, end), **fields, **uids})


def suggested_kind(source: Node, target: Node) -> str:
    if target.kind == NodeKind.NEED:
        return LinkKind.RESPONDS_TO
    if source.kind in (NodeKind.NEGATIVE_OUTCOME, NodeKind.EXTERNAL_FACTOR):
        return LinkKind.HINDERS
    return LinkKind.CONTRIBUTES


def delete_row(worksheet: Worksheet, anchor: str, *, by: User, op_id: OpId = None, lock: int | None = None) -> Saved:
    """Deletes an element with its links, or a link. With `lock`, refuses when somebody has changed it since."""
    if split(anchor)[0] is Entry:
        raise NotFound(_("This element no longer exists."), code="row_gone")

    def write(pen: Pen) -> str:
        row = pen.row(anchor)
        if lock is not None and row.lock != lock:
            raise pen.stale(row, {name: row.value(name) for name in row.FIELDS})
        pen.delete(row)
        return anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def move_node(worksheet: Worksheet, anchor: str, to: str, *, by: User, op_id: OpId = None) -> Saved:
    """`to` is "up" or "down" in its column, "left" or "right" to the next column, or a column ("activity", "outcome:short")."""

    def write(pen: Pen) -> str:
        node = pen.row(anchor)
        if not isinstance(node, Node):
            raise NotFound(_("This element no longer exists."), code="row_gone")
        if to in ("up", "down"):
            _swap(pen, node, to)
            return node.anchor
        column = neighbour(column_of(node.as_dict()), SIDES[to]) if to in SIDES else to
        if column is None:
            return node.anchor
        if column not in COLUMNS:
            raise Invalid(_("Choose a column from the list."), errors={"to": [_("Choose a column from the list.")]})
        kind, _colon, horizon = column.partition(":")
        pen.update(node, {"kind": kind, "horizon": horizon} if horizon else {"kind": kind})
        return node.anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def _swap(pen: Pen, node: Node, to: str) -> None:
    nodes = list(Node.objects.filter(worksheet=pen.worksheet.pk))
    column = [one for one in nodes if column_of(one.as_dict()) == column_of(node.as_dict())]
    index = [one.pk for one in column].index(node.pk)
    other = index + (-1 if to == "up" else 1)
    if not 0 <= other < len(column):
        return
    mine, theirs = column[index].position, column[other].position
    pen.update(column[index], {"position": theirs})
    pen.update(column[other], {"position": mine})
