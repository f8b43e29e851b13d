"""Statements to place oneself on, level by level. No answer is right: it says where one stands, then how far one has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Piece, Points, Typed, pairs, refused
from modules.exercises.kinds.sort import Sort

THEN = "-then"  # ends the key of a statement asked a second time: where one was at the beginning, as seen from now
NOW_ROUND, THEN_ROUND = 1, 2


@dataclass(frozen=True)
class Standing:
    """Levels, in words: as said the first time; of that time, as seen from now; now."""

    text: str
    first: str
    then: str
    now: str


class Position(Sort):
    """Response: {statement: level}. A retrospective one asks each statement twice: now, then where one was before."""

    kind = Kind.POSITION
    template = "exercises/_parts/_position.html"
    counts = False
    is_judged = False

    def judge(self, content: Content, response: object) -> Points:
        placed = pairs(content, response)
        if len(placed) < len(content.items):
            raise refused(_("Choose a level for each statement."), code="incomplete")
        return [(item, item.points) for item in content.items]

    def button(self, *, answered: bool) -> str:
        return _("Save again") if answered else _("Save my answers")

    def details(self, content: Content, fields: Typed, *, answered: bool, before: Any) -> list[Standing]:
        """Where one stood the first time, and where one stands; nothing before it is answered again."""
        if not answered or not before:
            return []
        levels = {option.key: option.label for option in content.options}
        return [
            Standing(
                item.text,
                *(levels.get(level, "") for level in (before.get(item.key), fields.get(item.key + THEN), fields[item.key])),
            )
            for item in content.items
            if item.round == NOW_ROUND
        ]

    def pieces(self, content: Content, response: Any) -> list[Piece]:
        """One for each statement, as on a scale; without a right answer."""
        scale = {option.key: option.label for option in content.options}
        return [Piece(item.key, item.text, Interaction("likert", scale=scale), response[item.key]) for item in content.items]

    def faults(self, content: Content) -> Iterator[str]:
        if not content.items:
            yield _("One statement at least is needed.")

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        return list(content.items)
