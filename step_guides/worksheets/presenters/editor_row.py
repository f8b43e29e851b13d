"""A row of the editor, of any kind: where it stands, what is said of it, what went wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.naming import label_of, shown


def dom(anchor: str) -> str:
    """The anchor as an id of the page: « node-… », « field-title »."""
    return anchor.replace(":", "-")


@dataclass(frozen=True)
class Trouble:
    """What a save of one row met: typed values that are kept, errors by field, or the text somebody else wrote."""

    kind: str  # of the sheet
    anchor: str
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, Any] | None = None
    lock: int | None = None
    message: str = ""
    names: dict[str, str] = field(default_factory=dict)  # {identifier: label} of what may be chosen in other sheets

    def differences(self) -> list[tuple[str, str, str]]:
        """(field, mine, theirs) as people read them, for the fields that differ."""
        pairs = (
            (key, *(shown(self.kind, self.anchor, key, one, self.names) for one in (self.values.get(key), value)))
            for key, value in (self.theirs or {}).items()
        )
        return [(label_of(self.kind, self.anchor, key), mine, other) for key, mine, other in pairs if mine != other]


@dataclass
class EditorRow:
    anchor: str
    values: dict[str, Any]
    lock: int
    remarks: list[Said] = field(default_factory=list)
    trouble: Trouble | None = None
    previous: str = ""
    following: str = ""
    focused: bool = False

    def __post_init__(self) -> None:
        if self.trouble is not None:
            self.values = {**self.values, **self.trouble.values}
            self.lock = self.lock if self.trouble.lock is None else self.trouble.lock

    @property
    def dom(self) -> str:
        return dom(self.anchor)

    @property
    def errors(self) -> dict[str, list[str]]:
        return self.trouble.errors if self.trouble else {}


def chain(rows: list[Any]) -> None:
    """Each row knows the one before it and the one after it."""
    for one, other in pairwise(rows):
        one.following, other.previous = other.dom, one.dom
