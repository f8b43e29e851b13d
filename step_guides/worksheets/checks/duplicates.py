"""The same thing written twice, perhaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import Piece, audience_of

ALIKE = 0.85


@check("T24", Kind.THEORY_OF_CHANGE)
def written_twice(snapshot: Snapshot) -> Iterator[Remark]:
    """Said once, at the later of the two."""
    earlier: dict[str, list[_Written]] = {}
    for node in snapshot.get("nodes", []):
        if not node["label"].strip():
            continue
        written = _Written(node["label"], node["label"].casefold(), _letters(node), audience_of(node))
        same_kind = earlier.setdefault(node["kind"], [])
        twin = _twin(written, same_kind)
        if twin:
            params = {"label": written.label, "other": twin.label}
            yield Remark("T24", Severity.SUGGESTION, f"node:{node['uid']}", params)
        same_kind.append(written)


@dataclass(frozen=True)
class _Written:
    label: str
    text: str
    letters: set[str]
    audience: str


def _letters(node: Piece) -> set[str]:
    """« Tout » → t1, o1, u1, t2: each letter as often as it is there."""
    seen: dict[str, int] = {}
    found = set()
    for letter in node["label"].casefold():
        seen[letter] = seen.get(letter, 0) + 1
        found.add(f"{letter}{seen[letter]}")
    return found


def _twin(written: _Written, earlier: list[_Written]) -> _Written | None:
    perhaps = [one for one in earlier if _may_be_one(written, one) and _shared(written, one) > ALIKE]
    if not perhaps:
        return None
    matcher = SequenceMatcher(b=written.text, autojunk=False)
    for one in perhaps:
        matcher.set_seq1(one.text)
        if matcher.ratio() > ALIKE:
            return one
    return None


def _may_be_one(one: _Written, other: _Written) -> bool:
    """The same change for two groups is two outcomes; a group that is not named yet may be any."""
    return one.audience == other.audience or not (one.audience and other.audience)


def _shared(one: _Written, other: _Written) -> float:
    """The likeness cannot be above the letters in common, which cost a hundred times less to count."""
    return 2 * len(one.letters & other.letters) / (len(one.letters) + len(other.letters))
