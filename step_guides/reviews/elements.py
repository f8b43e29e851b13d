"""What an anchor points at, read from a snapshot: remarks keep their place by id, whatever becomes of the element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from step_guides.worksheets.enums import NodeKind
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.naming import named, shown
from step_guides.worksheets.words import label_of

if TYPE_CHECKING:
    from step_guides.reviews.models import Thread

SHEET = "sheet"


def rows_by_anchor(snapshot: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {f"node:{node['uid']}": node for node in snapshot.get("nodes", [])}
    found |= {f"link:{link['uid']}": link for link in snapshot.get("links", [])}
    for name, lines in snapshot.get("tables", {}).items():
        found |= {f"{name}:{line['uid']}": line for line in lines}
    return found | {f"field:{key}": {"key": key, "text": text} for key, text in snapshot.get("entries", {}).items()}


def is_row(anchor: str) -> bool:
    """Whether it names something that can be removed: an element, a link, a line; not a field, not the sheet."""
    return anchor != SHEET and not anchor.startswith("field:")


def holds(snapshot: dict[str, Any], anchor: str) -> bool:
    """Whether the row is there, written or not: a table may have a line for each thing that it reads."""
    if anchor in rows_by_anchor(snapshot):
        return True
    name, _colon, uid = anchor.partition(":")
    table = spec_of(snapshot["kind"]).table(name)
    return table is not None and any(one["uid"] == uid for one in snapshot.get("upstream", {}).get(table.per, ()))


def removed(threads: dict[str, list[Thread]], snapshot: dict[str, Any]) -> list[Thread]:
    """Exchanges about elements, links and lines that are no longer in the sheet."""
    return [one for anchor, found in threads.items() if is_row(anchor) and not holds(snapshot, anchor) for one in found]


def exists(snapshot: dict[str, Any], anchor: str) -> bool:
    """Whether a remark may stand there: the whole sheet, one of its fields even if empty, an element it holds."""
    if anchor == SHEET:
        return True
    kind, _, name = anchor.partition(":")
    if kind == "field":
        return spec_of(snapshot["kind"]).field(name) is not None
    return anchor in rows_by_anchor(snapshot)


def text_at(snapshot: dict[str, Any], anchor: str) -> str:
    """The words of the element, as they stand in this version. Empty when it is not there."""
    row = rows_by_anchor(snapshot).get(anchor, {})
    if not row:
        return ""
    if anchor.startswith("link:"):
        nodes = {node["uid"]: node["label"] for node in snapshot.get("nodes", [])}
        chain = f"{nodes.get(row['source'], '')} → {nodes.get(row['target'], '')}"
        return f"{chain}\n{row['assumption']}".strip()
    if anchor.startswith("field:"):
        return shown(snapshot["kind"], anchor, "text", row["text"])
    return row.get("label") or named(anchor, row, snapshot)


def name_of(snapshot: dict[str, Any], anchor: str) -> str:
    """What kind of element it is, in words: « Effet », « Lien », « Hypothèses critiques »."""
    if anchor == SHEET:
        return _("The whole worksheet")
    kind, _sep, name = anchor.partition(":")
    if kind == "field":
        return label_of(snapshot["kind"], anchor) or name
    if kind == "link":
        return _("Link")
    row = rows_by_anchor(snapshot).get(anchor)
    if row and spec_of(snapshot["kind"]).table(kind):
        return label_of(snapshot["kind"], anchor)
    return str(NodeKind(row["kind"]).label) if row else _("Element removed")
