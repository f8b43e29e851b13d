"""Cards of the glossary, turned one by one. No answer is right: the exercise is tried when each card was seen once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from modules.exercises.content import Content
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Pairs, Piece, Points, pairs, refused
from modules.exercises.kinds.position import Position

KNOWN, AGAIN = "known", "again"


class Cards(Position):
    """Response: {term: "known" | "again"}. It leaves no statement: nothing was answered. `Item.model` is the definition."""

    kind = Kind.CARDS
    template = "exercises/_parts/_cards.html"

    def judge(self, content: Content, response: object) -> Points:
        turned = pairs(content, response)
        if len(turned) < len(content.items):
            raise refused(_("Turn each card once, and say whether you knew it."), code="incomplete")
        return [(item, item.points) for item in content.items]

    def offered(self, content: Content, number: int) -> Pairs:
        return []

    def pieces(self, content: Content, response: Any) -> list[Piece]:
        return []

    def faults(self, content: Content) -> Iterator[str]:
        if not content.items:
            yield _("One term at least is needed.")
