"""A worksheet as one JSON document: what checks, diagrams, comparisons and submissions read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Dismissal, Worksheet
from step_guides.worksheets.models.line import as_document
from step_guides.worksheets.rows import Rows, rows_of

Snapshot = dict[str, Any]
VERSION = 1


def snapshot(worksheet: Worksheet, rows: Rows | None = None) -> Snapshot:
    """The sheet as it is now: {"v", "kind", "entries", "dismissals"}, with "nodes" and "links" for a theory, and for the kinds that have
    tables {"tables": {key: [{"uid", "position", <column>: text}]}, "upstream": {source: [{"uid", "label", "note"}]}}.

    Lines that nobody has written yet are left out. One query, and those of `rows_of` when `rows` is not given.
    """
    rows = rows or rows_of(worksheet)
    spec = worksheet.spec
    found: Snapshot = {"v": VERSION, "kind": worksheet.kind}
    found["entries"] = {row.spec.key: row.text for row in sorted(rows.fields, key=lambda row: row.spec.key) if row.lock}
    if spec.rows:
        found |= {"nodes": [node.as_dict() for node in rows.nodes], "links": [link.as_dict() for link in rows.links]}
    if spec.tables:
        found["tables"] = {
            key: [as_document(one.uid, one.position, one.values, one.then) for one in lines if one.lock]
            for key, lines in rows.lines.items()
        }
        found["upstream"] = {name: [one.as_dict() for one in about] for name, about in rows.upstream.items()}
    found["dismissals"] = list(Dismissal.objects.filter(worksheet=worksheet.pk).values("code", "anchor", "reason"))
    return found


def empty(kind: str) -> Snapshot:
    spec = spec_of(kind)
    found: Snapshot = {"v": VERSION, "kind": kind, "entries": {}}
    if spec.rows:
        found |= {"nodes": [], "links": []}
    if spec.tables:
        found |= {"tables": {table.key: [] for table in spec.tables}, "upstream": {}}
    return found | {"dismissals": []}


def canonical(document: Snapshot) -> bytes:
    """Keys sorted, no space, UTF-8: the same bytes for the same content."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(document: Snapshot) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()
