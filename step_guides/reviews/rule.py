"""The rule of validation: no level 1, and at least 3 on the essential criteria. It advises; a trainer may set it aside and says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LOWEST, LEAST_STARRED = 1, 3


@dataclass(frozen=True)
class Advice:
    """`missing`: criteria without a level; `too_low`: level 1; `starred`: essential criteria under level 3."""

    missing: list[str] = field(default_factory=list)
    too_low: list[str] = field(default_factory=list)
    starred: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def favourable(self) -> bool:
        return not (self.missing or self.too_low or self.starred)


def advise(criteria: Iterable[tuple[str, bool, int | None]]) -> Advice:
    """`criteria`: (name, essential, level 1 to 4 or None)."""
    advice = Advice()
    for name, starred, level in criteria:
        if level is None:
            advice.missing.append(name)
        elif level == LOWEST:
            advice.too_low.append(name)
        elif starred and level < LEAST_STARRED:
            advice.starred.append(name)
    return advice
