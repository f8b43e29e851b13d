"""What changed between two versions, by identifier: added, removed, reworded, relinked. Places in a column do not count."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.naming import ENDS, label_of, named, shown
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.words import words

_UNSAID = {"uid", "position", "about", *ENDS}


@dataclass(frozen=True)
class FieldChange:
    """`old` and `new` as people read them."""

    name: str
    label: str
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
    """A row that appeared or went; `row` is the row of the snapshot that holds it."""

    anchor: str
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
    """Both of one kind. In the order of the sheet."""
    diff = Diff()
    kind = new["kind"]
    spec = spec_of(kind)
    for one in spec.fields:
        anchor = f"field:{one.key}"
        before, after = (shown(kind, anchor, "text", version["entries"].get(one.key)) for version in (old, new))
        if before != after:
            change = FieldChange("text", label_of(kind, anchor, "text"), before, after)
            diff.changed.append(Change(anchor, words(kind, one).label, (change,)))
    names = names_of(old) | names_of(new)
    for name in (*spec.rows, *(table.key for table in spec.tables)):
        _compare_rows(diff, name, old, new, names)
    return diff


def rows_named(snapshot: Snapshot, name: str) -> dict[str, dict[str, Any]]:
    """{uid: row} of the elements, links or lines of that name."""
    found = snapshot.get(f"{name}s") or snapshot.get("tables", {}).get(name) or []
    return {row["uid"]: row for row in found}


def _compare_rows(diff: Diff, name: str, old: Snapshot, new: Snapshot, names: dict[str, str]) -> None:
    before, after = rows_named(old, name), rows_named(new, name)
    for uid, row in after.items():
        anchor = f"{name}:{uid}"
        if uid not in before:
            diff.added.append(Item(anchor, named(anchor, row, new), row))
            continue
        if any(row.get(end) != before[uid].get(end) for end in ENDS):
            diff.relinked.append(Relink(anchor, named(anchor, before[uid], old), named(anchor, row, new)))
        fields = tuple(fields_changed(new["kind"], anchor, before[uid], row, names))
        if fields:
            diff.changed.append(Change(anchor, named(anchor, row, new), fields))
    diff.removed += [Item(f"{name}:{uid}", named(name, row, old), row) for uid, row in before.items() if uid not in after]


def fields_changed(
    kind: str, anchor: str, before: dict[str, Any], after: dict[str, Any], names: dict[str, str]
) -> Iterator[FieldChange]:
    """What differs between two states of one row, ends and places left out. An absent field is an empty one."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if key not in _UNSAID and old != new and {old, new} != {None, ""}:
            said = (shown(kind, anchor, key, value, names) for value in (old, new))
            yield FieldChange(key, label_of(kind, anchor, key), *said)
