"""The cards of a dashboard, arranged: one next thing, then the main column, then the side."""

from __future__ import annotations

from dataclasses import dataclass

from coursesite.core.cards import Card


@dataclass(frozen=True)
class Arrangement:
    next: Card | None
    main: list[Card]
    side: list[Card]


def arrange(cards: list[Card]) -> Arrangement:
    """Of the candidates for the next thing the one of highest priority is kept, the first on a tie; the others wait their turn."""
    candidates = [one for one in cards if one.kind == "next"]
    return Arrangement(
        next=max(candidates, key=lambda one: one.priority, default=None),
        main=[one for one in cards if one.kind == "main"],
        side=[one for one in cards if one.kind == "side"],
    )
