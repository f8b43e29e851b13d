"""What changed between two states of a sheet, by identifier: added, removed, reworded, relinked, moved.

The only place that says it: two versions, a restore point, one save of the history. Places in a column of the theory do not count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from step_guides.worksheets.kinds import RESERVED, spec_of
from step_guides.worksheets.naming import ENDS, label_of, named, shown
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import kind_label
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.weaving import Woven, weave
from step_guides.worksheets.words import label_of as called
from step_guides.worksheets.words import words


@dataclass(frozen=True)
class FieldChange:
    """`old` and `new` as people read them."""

    name: str
    label: str
    old: str
    new: str

    def parts(self) -> Woven:
        """The two texts woven together: ("same" | "del" | "ins", text)."""
        return weave(self.old, self.new)


@dataclass(frozen=True)
class Change:
    """A row that appeared, went, or says something else. `what` is its kind in words; nothing is old in what appeared, nor new in what went."""

    anchor: str
    what: str
    label: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Relink:
    """A link whose ends changed, in words."""

    anchor: str
    old: str
    new: str

    @property
    def parts(self) -> Woven:
        return weave(self.old, self.new)


@dataclass
class Diff:
    """`moved`: lines whose place among the others changed; as few as tell the new order."""

    added: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    relinked: list[Relink] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)

    @property
    def _all(self) -> list[list[Any]]:
        return [self.added, self.removed, self.changed, self.relinked, self.moved]

    def __bool__(self) -> bool:
        return any(self._all)

    def __len__(self) -> int:
        return sum(len(found) for found in self._all)

    def anchors(self) -> set[str]:
        return {one.anchor for found in self._all for one in found}


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
            diff.changed.append(Change(anchor, "", words(kind, one).label, (change,)))
    names = names_of(old) | names_of(new)
    for name in (*spec.rows, *(table.key for table in spec.tables)):
        _compare_rows(diff, name, old, new, names)
    for table in spec.tables:
        if not table.per:  # there, the order is that of what the lines speak of
            _compare_places(diff, table.key, old, new)
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
            diff.added.append(_change(anchor, {}, row, new, names))
            continue
        was = before[uid]
        if row == was:
            continue
        if any(row.get(end) != was.get(end) for end in ENDS):
            diff.relinked.append(Relink(anchor, named(anchor, was, old), named(anchor, row, new)))
        change = _change(anchor, was, row, new, names)
        if change.fields:
            diff.changed.append(change)
    diff.removed += [_change(f"{name}:{uid}", row, {}, old, names) for uid, row in before.items() if uid not in after]


def _change(anchor: str, before: dict[str, Any], after: dict[str, Any], where: Snapshot, names: dict[str, str]) -> Change:
    """`where` is the version that holds the row."""
    row = after or before
    fields = tuple(fields_changed(where["kind"], anchor, before, after, names))
    return Change(anchor, _what(where["kind"], anchor, row), named(anchor, row, where), fields)


def _what(kind: str, anchor: str, row: dict[str, Any]) -> str:
    name = anchor.partition(":")[0]
    return _("Link") if name == "link" else kind_label(row["kind"]) if name == "node" else called(kind, anchor)


def _compare_places(diff: Diff, name: str, old: Snapshot, new: Snapshot) -> None:
    before, after = rows_named(old, name), rows_named(new, name)
    kept = [uid for uid in _in_order(after) if uid in before]
    were = {uid: place for place, uid in enumerate(_in_order(before))}
    still = _longest_rise([were[uid] for uid in kept])
    for uid in kept:
        if were[uid] not in still:
            anchor = f"{name}:{uid}"
            diff.moved.append(Change(anchor, _what(new["kind"], anchor, after[uid]), named(anchor, after[uid], new)))


def _in_order(rows: dict[str, dict[str, Any]]) -> list[str]:
    return sorted(rows, key=lambda uid: (rows[uid]["position"], uid))


def _longest_rise(places: list[int]) -> set[int]:
    """The longest run of places that rise: what nobody needs to have moved."""
    ends: list[int] = []  # the lowest end of a run of each length
    runs: list[list[int]] = []
    for place in places:
        length = bisect_left(ends, place)
        run = [*(runs[length - 1] if length else []), place]
        ends[length : length + 1], runs[length : length + 1] = [place], [run]
    return set(runs[-1]) if runs else set()


def fields_changed(
    kind: str, anchor: str, before: dict[str, Any], after: dict[str, Any], names: dict[str, str]
) -> Iterator[FieldChange]:
    """What differs between two states of one row, ends and places left out. An absent field is an empty one."""
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if key not in RESERVED and old != new and not (_blank(old) and _blank(new)):
            was, now = (shown(kind, anchor, key, value, names) for value in (old, new))
            if was != now:
                yield FieldChange(key, label_of(kind, anchor, key), was, now)


def _blank(value: Any) -> bool:
    return value in (None, "") or value is False  # 0 says something
