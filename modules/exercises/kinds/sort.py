"""Cards to put in categories: one point a card in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, PAIR, Pairs, Points, Rules, Typed, choose_from, mixed, pairs, refused


class Sort(Rules):
    kind = Kind.SORT
    template = "exercises/_parts/_sort.html"

    def read(self, content: Content, given: Typed) -> dict[str, str]:
        return dict(given)

    def write(self, content: Content, response: Any) -> Typed:
        return dict(response) if isinstance(response, dict) else {}

    def offered(self, content: Content, number: int) -> Pairs:
        return choose_from(content.options_of(number))

    def judge(self, content: Content, response: object) -> Points:
        placed = pairs(content, response)
        if missing := len(content.items) - len(placed):
            message = ngettext("%(count)d card is still to be placed.", "%(count)d cards are still to be placed.", missing)
            raise refused(message % {"count": missing}, code="incomplete")
        return [(item, int(placed[item.key] in item.accepted)) for item in content.items]

    def interaction(self, content: Content) -> Interaction:
        source, target = {item.key: item.text for item in content.items}, {one.key: one.label for one in content.options}
        return Interaction(
            "matching", correct=[self.said(content, self.example(content, right=True))], source=source, target=target
        )

    def said(self, content: Content, response: Any) -> str:
        return BETWEEN.join(f"{item.key}{PAIR}{response[item.key]}" for item in content.items)

    def faults(self, content: Content) -> Iterator[str]:
        used = {key for item in content.items for key in item.accepted}
        if len(content.options) < 2:
            yield _("A sort needs two categories at least: with one, there is nothing to choose.")
        for option in content.options:
            if option.key not in used:
                yield _("No card belongs to the category “%(label)s”: add one, or take the category away.") % {
                    "label": option.label
                }

    def example(self, content: Content, *, right: bool) -> dict[str, str]:
        def other(item: Item) -> str:
            return next((one.key for one in content.options_of(item.round) if one.key not in item.accepted), str(item.answer))

        return {item.key: str(item.answer) if right else other(item) for item in content.items}

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        return mixed(content, turn)
