"""What the rows of a sheet, their fields and their values are called when a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Confidence, Evidence, Horizon, LinkKind, NodeKind
from step_guides.worksheets.kinds import Table, spec_of
from step_guides.worksheets.models.details import rule_of
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import detail_words, kind_label
from step_guides.worksheets.typing_rules import FromSource
from step_guides.worksheets.words import words

ENDS = ("source", "target")
_LABELS = {
    "kind": _("Kind"),
    "label": _("Wording"),
    "note": _("Note"),
    "audience": _("For whom"),
    "horizon": _("Horizon"),
    "horizon_text": _("When"),
    "final": _("Final outcome"),
    "priority": _("Priority outcome"),
    "assumption": _("Assumption"),
    "evidence": _("Evidence"),
    "confidence": _("Solidity"),
    "text": _("Text"),
}
_ENUMS: dict[str, Any] = {"horizon": Horizon, "evidence": Evidence, "confidence": Confidence}


def label_of(kind: str, anchor: str, key: str) -> str:
    """What a field of the row at an anchor is called. The only field of a field of the sheet is its text."""
    table = spec_of(kind).table(anchor.partition(":")[0])
    if table is not None:
        return words(kind, table, key).label if key in table.rules else key
    if rule_of(anchor, key):
        return detail_words(key).label
    return str(_LABELS.get(key, key))


def shown(kind: str, anchor: str, key: str, value: Any, names: Mapping[str, str] | None = None) -> str:
    """A value as people read it. `names`: {identifier: label} of what may be chosen upstream (`upstream.names_of`)."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    name, _colon, identity = anchor.partition(":")
    spec = spec_of(kind)
    if name == "field" and (field := spec.field(identity)):
        return field.rule.shown(value)
    if table := spec.table(name):
        rule = table.rules.get(key)
        if isinstance(rule, FromSource):
            return rule.said(value, names or {})
        return rule.shown(value) if rule else str(value)
    if names and value in names:
        return names[value]
    if key == "kind":
        return str(LinkKind(value).label) if name == "link" else str(NodeKind(value).label)
    if rule := rule_of(name, key):
        return rule.shown(value)
    return str(_ENUMS[key](value).label) if key in _ENUMS else str(value)


def named(anchor: str, row: dict[str, Any], snapshot: Snapshot) -> str:
    """A row in a few words: the wording of an element, both ends of a link, what a line speaks of."""
    name = anchor.partition(":")[0]
    kind = snapshot["kind"]
    if table := spec_of(kind).table(name):
        return _line(kind, table, row, snapshot)
    if name != "link":
        return row["label"] or kind_label(row["kind"])
    nodes = {node["uid"]: node for node in snapshot.get("nodes", [])}
    ends = (nodes.get(row[end]) for end in ENDS)
    return " → ".join(f"«\u00a0{named('node', node, snapshot)}\u00a0»" if node else "…" for node in ends)


def _line(kind: str, table: Table, row: dict[str, Any], snapshot: Snapshot) -> str:
    for about in snapshot.get("upstream", {}).get(table.per, []):
        if about["uid"] == row["uid"]:
            return str(about["label"])
    return row.get("about") or row.get(table.name) or words(kind, table).one
