"""The sheet in words, for a spreadsheet: what it is, its fields, then each table under its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coursesite.cohorts.export import cell_text
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.kinds import Field, Table
from step_guides.worksheets.models import Link, Node
from step_guides.worksheets.models.details import rule_of
from step_guides.worksheets.naming import ENDS, label_of, named, shown
from step_guides.worksheets.theory import by_uid
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.words import words

Line = list[Any]


def write(document: Document) -> bytes:
    """UTF-8 with BOM, semicolons, no formula: it opens as it should in a French spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in _lines(document):
        writer.writerow([cell_text(value) for value in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _lines(document: Document) -> Iterator[Line]:
    yield [_("Worksheet"), document.spec.title]
    yield [_("Organisation"), document.organisation]
    yield [_("State"), document.standing]
    yield [_("Date"), document.on]
    for caution in cautions_of(document.snapshot):
        yield [_("To be kept in mind"), caution]
    yield []
    for part in document.spec.parts:
        if isinstance(part, Field):
            text = document.snapshot["entries"].get(part.key, "")
            yield [words(document.spec.kind, part).label, part.rule.shown(text)]
    for table in document.spec.tables:
        yield from _table(document, table)
    if document.spec.rows:
        yield from _elements(document)
        yield from _links(document)


def _table(document: Document, table: Table) -> Iterator[Line]:
    """In a table `per` something, what each line speaks of comes first."""
    kind, names = document.spec.kind, names_of(document.snapshot)
    about = words(kind, table)
    yield []
    yield [about.label]
    yield [about.one] * bool(table.per) + [label_of(kind, table.key, column.key) for column in table.columns]
    for line in sorted(document.snapshot.get("tables", {}).get(table.key, []), key=lambda one: one["position"]):
        cells = [shown(kind, table.key, column.key, line.get(column.key), names) for column in table.columns]
        yield [named(table.key, line, document.snapshot)] * bool(table.per) + cells


def _elements(document: Document) -> Iterator[Line]:
    yield from _rows(document, Node.ANCHOR, tuple(Node.FIELDS), _("Elements"), document.snapshot["nodes"], {})


def _links(document: Document) -> Iterator[Line]:
    names = {uid: named(Node.ANCHOR, node, document.snapshot) for uid, node in by_uid(document.snapshot).items()}
    yield from _rows(document, Link.ANCHOR, tuple(Link.FIELDS), _("Links"), document.snapshot["links"], names)


def _rows(
    document: Document, anchor: str, keys: tuple[str, ...], title: str, rows: list[dict[str, Any]], names: dict[str, str]
) -> Iterator[Line]:
    kind = document.spec.kind
    keys = tuple(
        key for key in keys if not rule_of(anchor, key) or any(row.get(key) for row in rows)
    )  # details: those that are said
    yield []
    yield [title]
    yield [
        {"source": pgettext("link", "From"), "target": pgettext("link", "To")}[key]
        if key in ENDS
        else label_of(kind, anchor, key)
        for key in keys
    ]
    for row in rows:
        yield [shown(kind, anchor, key, row.get(key), names) for key in keys]
