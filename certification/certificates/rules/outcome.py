from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """The answer of one condition, explained. `found` and `required` count; `missing` are short phrases for a person;
    `evidence` are ids of rows, never texts."""

    rule: str
    met: bool
    found: int
    required: int
    sentence: str
    missing: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    children: tuple[Outcome, ...] = field(default=())

    def frozen(self) -> dict[str, Any]:
        """As it goes into the payload of a certificate."""
        return {
            "rule": self.rule,
            "met": self.met,
            "found": self.found,
            "required": self.required,
            "sentence": self.sentence,
            "evidence": list(self.evidence),
            "children": [child.frozen() for child in self.children],
        }

    def leaves(self) -> list[Outcome]:
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]
