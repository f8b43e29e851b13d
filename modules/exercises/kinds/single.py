"""One choice to make: one point when it is the right one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Points, Rules, Typed, keys, mixed, refused

CHOSEN = "choice"  # its only field


class Single(Rules):
    """The verdict is said of the choice made; what the others were is not told, so that trying again means something."""

    kind = Kind.SINGLE
    template = "exercises/_parts/_single.html"

    def fields(self, content: Content) -> tuple[str, ...]:
        return (CHOSEN,)

    def field_of(self, item: Item) -> str:
        return CHOSEN

    def read(self, content: Content, given: Typed) -> list[str]:
        return list(given.values())

    def write(self, content: Content, response: Any) -> Typed:
        return {CHOSEN: response[0]}

    def judge(self, content: Content, response: object) -> Points:
        chosen = keys(content, response)
        if len(chosen) != 1:
            raise refused(_("Choose one answer."), code="incomplete")
        item = content.by_key[chosen[0]]
        return [(item, int(bool(item.answer)))]

    def interaction(self, content: Content) -> Interaction:
        labels = {item.key: item.text for item in content.items}
        return Interaction("choice", correct=self.example(content, right=True), choices=labels)

    def said(self, content: Content, response: Any) -> str:
        return str(response[0])

    def faults(self, content: Content) -> Iterator[str]:
        if len(content.items) < 2:
            yield _("Two choices at least are needed.")
        if sum(bool(item.answer) for item in content.items) != 1:
            yield _("Exactly one choice is right: mark it, and it alone.")

    def example(self, content: Content, *, right: bool) -> list[str]:
        return [item.key for item in content.items if bool(item.answer) == right][:1]

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        """As written at first; mixed when it is tried again."""
        return mixed(content, turn) if turn else list(content.items)
