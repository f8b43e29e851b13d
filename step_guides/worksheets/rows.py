"""The rows of a sheet as they are now, with their locks, filled or not: what its page shows and what a snapshot is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db.models import FilteredRelation, Q

from step_guides.worksheets.kinds import Field, KindSpec, Table
from step_guides.worksheets.models import Entry, Line, Link, Node, Row, Worksheet
from step_guides.worksheets.typing_rules import Rule
from step_guides.worksheets.upstream import Reference, Shelf, upstream_of

FIELD = Entry.ANCHOR
UID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class FieldRow:
    """A field of the sheet, filled or not. `lock` is 0 until its first save."""

    spec: Field
    text: str
    lock: int

    @property
    def anchor(self) -> str:
        return f"{FIELD}:{self.spec.key}"


@dataclass(frozen=True)
class LineRow:
    """A line of a table. `about` is what it speaks of, in a table `per` something; `gone` says that this is no longer there."""

    table: Table
    uid: str
    values: dict[str, str]
    lock: int
    position: int = 0
    about: Reference | None = None
    then: str = ""  # what it spoke of, in words, when it was last written
    gone: bool = False

    @property
    def anchor(self) -> str:
        return f"{self.table.key}:{self.uid}"

    @property
    def name(self) -> str:
        return self.about.label if self.about else self.then or self.values.get(self.table.name, "")

    @property
    def reworded(self) -> bool:
        """Whether what it speaks of is worded otherwise since it was written."""
        return bool(self.lock and self.about and self.then and self.then != self.about.label)


@dataclass(frozen=True)
class Rows:
    """Everything an editor shows, with locks."""

    fields: list[FieldRow]
    lines: dict[str, list[LineRow]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    upstream: dict[str, list[Reference]] = field(default_factory=dict)

    def by_anchor(self) -> dict[str, Any]:
        lines = [line for found in self.lines.values() for line in found]
        rows: list[Any] = [*self.fields, *lines, *self.nodes, *self.links]
        return {row.anchor: row for row in rows}


def rows_of(worksheet: Worksheet) -> Rows:
    """One query for all fields and one for all lines (those of the sheet and those it reads), one for the elements with their links."""
    spec = worksheet.spec
    shelf = Shelf(worksheet.organisation, spec.sources, own=worksheet.pk)
    upstream = upstream_of(spec, worksheet.organisation, shelf)
    lines = shelf.own_lines() if spec.tables else []
    nodes, links = _elements(worksheet) if spec.rows else ([], [])
    return Rows(
        fields=_fields(spec, shelf.own_entries()),
        lines={table.key: _lines(table, [one for one in lines if one.table == table.key], upstream) for table in spec.tables},
        nodes=nodes,
        links=links,
        upstream=upstream,
    )


def _fields(spec: KindSpec, written: list[Entry]) -> list[FieldRow]:
    entries = {entry.key: entry for entry in written}
    return [
        FieldRow(one, entries[one.key].text, entries[one.key].lock) if one.key in entries else FieldRow(one, "", 0)
        for one in spec.fields
    ]


def _elements(worksheet: Worksheet) -> tuple[list[Node], list[Link]]:
    """The elements, and the links with both their ends. One query: an element comes once with each link that leaves it."""
    leaving = FilteredRelation("links_out", condition=Q(links_out__worksheet=worksheet.pk))
    nodes: dict[int, Node] = {}
    links: list[Link] = []
    for node in Node.objects.filter(worksheet=worksheet.pk).annotate(leaving=leaving).select_related("leaving"):
        nodes.setdefault(node.pk, node)
        if node.leaving is not None:
            links.append(node.leaving)
    for link in links:
        link.source, link.target = nodes[link.source_id], nodes[link.target_id]
    return list(nodes.values()), sorted(links, key=attrgetter("pk"))


def _lines(table: Table, lines: list[Line], upstream: dict[str, list[Reference]]) -> list[LineRow]:
    if not table.per:
        return [LineRow(table, str(one.uid), one.values, one.lock, one.position) for one in lines]
    written = {str(one.uid): one for one in lines}
    found = []
    for position, about in enumerate(upstream[table.per], 1):
        one = written.pop(about.uid, None)
        found.append(
            LineRow(
                table, about.uid, one.values if one else {}, one.lock if one else 0, position, about, one.about if one else ""
            )
        )
    return found + [
        LineRow(table, uid, one.values, one.lock, one.position, then=one.about, gone=True) for uid, one in written.items()
    ]


# --- Addresses ----------------------------------------------------------------------------------------------------------------


def split(anchor: str) -> tuple[str, str]:
    """« decision:5f0c… » → ("decision", "5f0c…")."""
    name, _colon, identity = anchor.partition(":")
    return name, identity


def model_at(spec: KindSpec, anchor: str) -> type[Row] | None:
    """The model of the row that an anchor names in a sheet of this kind, None for what such a sheet does not hold."""
    name, identity = split(anchor)
    if not identity:
        return None
    if name == FIELD:
        return Entry if spec.field(identity) else None
    if spec.table(name):
        return Line if _is_uid(identity) else None
    models: dict[str, type[Row]] = {Node.ANCHOR: Node, Link.ANCHOR: Link}
    return models[name] if name in spec.rows and _is_uid(identity) else None


def rules_at(spec: KindSpec, anchor: str) -> dict[str, Rule]:
    """{name of a field of the row: what may be typed in it}. Empty for what the sheet does not hold."""
    name, identity = split(anchor)
    asked: Field | Table | None = spec.field(identity) if name == FIELD else spec.table(name)
    if asked is not None:
        return dict(asked.rules)
    model = model_at(spec, anchor)
    return dict(model.FIELDS) if model else {}


def _is_uid(text: str) -> bool:
    return UID.fullmatch(text) is not None
