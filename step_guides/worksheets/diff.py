"""What changed between two versions, by identifier: added, removed, reworded, relinked. Places in a column do not count."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Confidence, Evidence, Horizon, LinkKind, NodeKind
from step_guides.worksheets.help import help_texts, kind_label
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.snapshots import Snapshot

LABELS = {
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
_ENDS = ("source", "target")
_UNSAID = {"uid", "position", *_ENDS}


@dataclass(frozen=True)
class FieldChange:
    """`old` and `new` as people read them."""

    name: str
    label: Any
    old: str
    new: str

    def parts(self) -> list[tuple[str, str]]:
        """The two texts woven together, word by word: ("same" | "del" | "ins", text)."""
        old, new = (re.findall(r"\s+|[^\s]+", text) for text in (self.old, self.new))
        woven: list[tuple[str, str]] = []
        for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                woven.append(("same", "".join(old[a:b])))
                continue
            woven += [(name, text) for name, text in (("del", "".join(old[a:b])), ("ins", "".join(new[c:d]))) if text]
        return woven


@dataclass(frozen=True)
class Item:
    """A row that appeared or went. `kind` is a kind of node, or of link; `row` is the row of the snapshot that holds it."""

    anchor: str
    kind: str
    label: str
    row: dict[str, Any]


@dataclass(frozen=True)
class Change:
    anchor: str
    label: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Relink:
    """A link whose ends changed, in words."""

    anchor: str
    old: str
    new: str


@dataclass
class Diff:
    added: list[Item] = field(default_factory=list)
    removed: list[Item] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    relinked: list[Relink] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.relinked)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed) + len(self.relinked)

    def anchors(self) -> set[str]:
        rows: list[Any] = [*self.added, *self.removed, *self.changed, *self.relinked]
        return {one.anchor for one in rows}


def compare(old: Snapshot, new: Snapshot) -> Diff:
    diff = Diff()
    spec = spec_of(new["kind"])
    for one in spec.fields:
        before, after = old["entries"].get(one.key, ""), new["entries"].get(one.key, "")
        if before != after:
            label = help_texts()["field"].get(one.key, {}).get("label") or str(one.label)
            diff.changed.append(Change(f"field:{one.key}", label, (FieldChange("text", LABELS["text"], before, after),)))
    for anchor in spec.rows:
        _compare_rows(diff, anchor, old, new)
    return diff


def _compare_rows(diff: Diff, name: str, old: Snapshot, new: Snapshot) -> None:
    before = {row["uid"]: row for row in old.get(f"{name}s", [])}
    after = {row["uid"]: row for row in new.get(f"{name}s", [])}
    for uid, row in after.items():
        anchor = f"{name}:{uid}"
        if uid not in before:
            diff.added.append(Item(anchor, row["kind"], words(name, row, new), row))
            continue
        if any(row.get(end) != before[uid].get(end) for end in _ENDS):
            diff.relinked.append(Relink(anchor, words(name, before[uid], old), words(name, row, new)))
        fields = tuple(_fields(name, before[uid], row))
        if fields:
            diff.changed.append(Change(anchor, words(name, row, new), fields))
    diff.removed += [
        Item(f"{name}:{uid}", row["kind"], words(name, row, old), row) for uid, row in before.items() if uid not in after
    ]


def _fields(name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    for key, value in after.items():
        if key not in _UNSAID and before.get(key) != value:
            yield FieldChange(key, LABELS.get(key, key), shown(name, key, before.get(key)), shown(name, key, value))


def shown(name: str, key: str, value: Any) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if key == "kind":
        return str(LinkKind(value).label) if name == "link" else str(NodeKind(value).label)
    return str(_ENUMS[key](value).label) if key in _ENUMS else str(value)


def words(name: str, row: dict[str, Any], snapshot: Snapshot) -> str:
    """A row in a few words: the wording of an element, both ends of a link."""
    if name != "link":
        return row["label"] or kind_label(row["kind"])
    nodes = {node["uid"]: node for node in snapshot.get("nodes", [])}
    ends = (nodes.get(row[end]) for end in _ENDS)
    return " → ".join(f"«\u00a0{words('node', node, snapshot)}\u00a0»" if node else "…" for node in ends)
