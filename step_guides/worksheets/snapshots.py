"""A worksheet as one JSON document: what checks, diagrams, comparisons and submissions read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from step_guides.worksheets.models import ROWS, Dismissal, Entry, Link, Worksheet

Snapshot = dict[str, Any]
VERSION = 1


def snapshot(worksheet: Worksheet) -> Snapshot:
    """The sheet as it is now: {"v", "kind", "entries", "nodes", "links", "dismissals"}. One query a kind of row."""
    found: Snapshot = {"v": VERSION, "kind": worksheet.kind}
    found["entries"] = dict(Entry.objects.filter(worksheet=worksheet.pk).order_by("key").values_list("key", "text"))
    for anchor in worksheet.spec.rows:
        rows = ROWS[anchor].objects.filter(worksheet=worksheet.pk)
        if anchor == Link.ANCHOR:
            rows = rows.select_related("source", "target")
        found[f"{anchor}s"] = [row.as_dict() for row in rows]
    found["dismissals"] = list(Dismissal.objects.filter(worksheet=worksheet.pk).values("code", "anchor", "reason"))
    return found


def empty(kind: str) -> Snapshot:
    return {"v": VERSION, "kind": kind, "entries": {}, "nodes": [], "links": [], "dismissals": []}


def canonical(document: Snapshot) -> bytes:
    """Keys sorted, no space, UTF-8: the same bytes for the same content."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(document: Snapshot) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()
