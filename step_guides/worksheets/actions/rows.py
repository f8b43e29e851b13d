"""The saves of the editor: add, edit, move, delete a row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from step_guides.worksheets.actions.at_once import save_at_once
from step_guides.worksheets.actions.pen import Pen, Saved, gone, model_of, revise
from step_guides.worksheets.columns import COLUMNS, column_of, neighbour
from step_guides.worksheets.enums import Influence, LinkKind, NodeKind
from step_guides.worksheets.kinds import Table
from step_guides.worksheets.models import Entry, Line, Link, Node, Row, Worksheet
from step_guides.worksheets.rows import rules_at, split
from step_guides.worksheets.typing_rules import FromSource, Rule
from step_guides.worksheets.upstream import held_by

if TYPE_CHECKING:
    from coursesite.accounts.models import User

Fields = dict[str, Any]
OpId = uuid.UUID | None
SIDES = {"left": -1, "right": 1}
PLACES = ("before:", "after:")


def clean(rules: Mapping[str, Rule], fields: Fields) -> Fields:
    """Only declared fields, each by its own rule; all refusals at once."""
    errors: dict[str, list] = {name: [_("Unknown field.")] for name in fields if name not in rules}
    found: Fields = {}
    for name, value in fields.items():
        if name in rules:
            try:
                found[name] = rules[name](value, name=name)
            except Invalid as error:
                errors.update(error.errors)
    if errors:
        first = next(iter(errors.values()))[0]
        raise Invalid(first, errors=errors)
    return found


def edit_row(worksheet: Worksheet, anchor: str, fields: Fields, *, lock: int, by: User, op_id: OpId = None) -> Saved:
    """Saves the changed fields of the row at an anchor. `lock` is the one that was read with it, 0 for a row never written:
    a field of the sheet, or a line of a table `per` something, appears at its first save."""
    model = model_of(worksheet, anchor)
    cleaned = clean(rules_at(worksheet.spec, anchor), fields)
    table = worksheet.spec.table(split(anchor)[0])
    if table is not None:
        cleaned |= _beyond(worksheet, table, anchor, cleaned)

    def write(pen: Pen) -> str:
        row = pen.find(anchor)
        if row is None:
            if model is not Entry and not (table and table.per):
                raise gone(anchor)
            return pen.create(anchor, cleaned).anchor if any(cleaned[name] for name in fields) else anchor
        pen.refuse_stale(row, cleaned, lock)
        return pen.update(row, cleaned).anchor

    return save_at_once(worksheet, anchor, cleaned, lock=lock, by=by, op_id=op_id) or revise(worksheet, write, by=by, op_id=op_id)


def _beyond(worksheet: Worksheet, table: Table, anchor: str, cleaned: Fields) -> Fields:
    """What a line says of other sheets: refuses what they do not hold, and keeps in words what the line speaks of."""
    chosen = {one.key: one.rule for one in table.columns if isinstance(one.rule, FromSource) and cleaned.get(one.key)}
    held = held_by(worksheet.organisation, {*(rule.source for rule in chosen.values()), table.per} - {""})
    uid = split(anchor)[1]
    strange = {key: set(rule.identifiers(cleaned[key])) - held[rule.source].keys() for key, rule in chosen.items()}
    about = held[table.per].get(uid) if table.per else None
    if any(strange.values()) or (
        table.per and about is None
    ):  # chosen before and gone since, it stays until somebody chooses another
        known = Line.objects.filter(worksheet=worksheet.pk, table=table.key, uid=uid).values_list("values", flat=True).first()
        if table.per and known is None:
            raise gone(anchor)
        message = _("Choose an element from the list.")
        errors = {
            key: [message] for key, uids in strange.items() if uids - set(chosen[key].identifiers((known or {}).get(key, "")))
        }
        if errors:
            raise Invalid(message, errors=errors)
    return {"about": about.label[:300]} if about else {}


def add_line(worksheet: Worksheet, table: str, fields: Fields | None = None, *, by: User, op_id: OpId = None) -> Saved:
    """A new line at the end of a table, with what new lines start with when nothing is given. Raises `Invalid` "too_many"."""
    asked = worksheet.spec.table(table)
    if asked is None or asked.per:
        raise gone()
    anchor = f"{table}:{uuid.uuid4()}"
    cleaned = clean(asked.rules, asked.new_line if fields is None else fields)
    cleaned |= _beyond(worksheet, asked, anchor, cleaned)

    def write(pen: Pen) -> str:
        pen.cap(table)
        return pen.create(anchor, cleaned).anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def move_line(worksheet: Worksheet, anchor: str, to: str, *, by: User, op_id: OpId = None) -> Saved:
    """`to` is "up" or "down" in its table."""

    def write(pen: Pen) -> str:
        line = pen.row(anchor)
        if not isinstance(line, Line) or to not in ("up", "down"):
            raise gone(anchor)
        _swap(pen, list(pen.siblings(line)), line, to)
        return anchor

    return revise(worksheet, write, by=by, op_id=op_id)


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
    cleaned = clean(Node.FIELDS, {**(fields or {}), "kind": kind})

    def write(pen: Pen) -> str:
        pen.cap(Node.ANCHOR)
        node = pen.create(f"node:{uuid.uuid4()}", cleaned)
        for source, target in [(after, node.anchor)] * bool(after) + [(node.anchor, before)] * bool(before):
            pen.cap(Link.ANCHOR)
            _link(pen, source, target, {})
        return node.anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def add_link(
    worksheet: Worksheet, source: str, target: str, fields: Fields | None = None, *, by: User, op_id: OpId = None
) -> Saved:
    """Links two elements named by their anchors. Without a kind, the one that the two suggest."""
    cleaned = clean(Link.FIELDS, fields or {})

    def write(pen: Pen) -> str:
        pen.cap(Link.ANCHOR)
        return _link(pen, source, target, cleaned).anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def _link(pen: Pen, source: str, target: str, fields: Fields) -> Row:
    start, end = pen.row(source), pen.row(target)
    if not (isinstance(start, Node) and isinstance(end, Node)):
        raise Invalid(_("Choose an element from the list."), errors={"target": [_("Choose an element from the list.")]})
    uids = {"source": str(start.uid), "target": str(end.uid)}
    return pen.create(f"link:{uuid.uuid4()}", {"kind": suggested_kind(start, end), **fields, **uids})


def suggested_kind(source: Node, target: Node) -> str:
    if target.kind == NodeKind.NEED:
        return LinkKind.RESPONDS_TO
    if source.kind == NodeKind.NEGATIVE_OUTCOME or (source.kind == NodeKind.EXTERNAL_FACTOR and not _helps(source)):
        return LinkKind.HINDERS
    return LinkKind.CONTRIBUTES


def _helps(factor: Node) -> bool:
    return factor.value("influence") == Influence.FAVOURABLE


def delete_row(worksheet: Worksheet, anchor: str, *, by: User, op_id: OpId = None, lock: int | None = None) -> Saved:
    """Deletes an element with its links, a link or a line. With `lock`, refuses when somebody has changed it since."""
    if model_of(worksheet, anchor) is Entry:
        raise gone(anchor)

    def write(pen: Pen) -> str:
        row = pen.row(anchor)
        if lock is not None and row.lock != lock:
            raise pen.stale(row, {name: row.value(name) for name in rules_at(worksheet.spec, anchor)})
        pen.delete(row)
        return anchor

    return revise(worksheet, write, by=by, op_id=op_id)


def move_node(worksheet: Worksheet, anchor: str, to: str, *, by: User, op_id: OpId = None) -> Saved:
    """`to` is "up" or "down" in its column, "before:<uid>" or "after:<uid>" of another there, "left" or "right" to the next column, or a
    column ("activity", "outcome:short")."""

    def write(pen: Pen) -> str:
        node = pen.row(anchor)
        if not isinstance(node, Node):
            raise gone(anchor)
        if to in ("up", "down"):
            _swap(pen, _column(pen, node), node, to)
            return node.anchor
        if to.startswith(PLACES):
            _put_beside(pen, node, to)
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


def _swap(pen: Pen, column: list[Any], row: Node | Line, to: str) -> None:
    """Exchanges the place of a row with its neighbour's in the column, which is in order."""
    index = [one.pk for one in column].index(row.pk)
    other = index + (-1 if to == "up" else 1)
    if not 0 <= other < len(column):
        return
    mine, theirs = column[index].position, column[other].position
    pen.update(column[index], {"position": theirs})
    pen.update(column[other], {"position": mine})


def _column(pen: Pen, node: Node) -> list[Node]:
    mine = column_of(node.as_dict())
    return [one for one in pen.siblings(node) if column_of(one.as_dict()) == mine]


def _put_beside(pen: Pen, node: Node, to: str) -> None:
    """The elements of the column share out the places that they have."""
    way, _colon, uid = to.partition(":")
    column = _column(pen, node)
    places = sorted(one.position for one in column)
    others = [one for one in column if one.pk != node.pk]
    beside = next((number for number, one in enumerate(others) if str(one.uid) == uid), None)
    if beside is None:
        raise gone(f"node:{uid}")
    others.insert(beside + (way == "after"), next(one for one in column if one.pk == node.pk))
    for one, place in zip(others, places, strict=True):
        pen.update(one, {"position": place})
