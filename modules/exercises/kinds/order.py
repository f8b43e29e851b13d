"""Steps to put in order: one point a step at its right place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, Pairs, Points, Rules, Typed, keys, mixed, refused, unreadable


class Order(Rules):
    kind = Kind.ORDER
    template = "exercises/_parts/_order.html"

    def read(self, content: Content, given: Typed) -> list[str]:
        places: dict[int, str] = {}
        for key, value in given.items():
            if not (value.isascii() and value.isdigit() and 1 <= int(value) <= len(content.items)):
                raise unreadable()
            if int(value) in places:
                raise refused(_("Two steps have the same place. Give each its own."), code="repeated_item")
            places[int(value)] = key
        return [places[place] for place in sorted(places)]

    def write(self, content: Content, response: Any) -> Typed:
        return {key: str(place) for place, key in enumerate(response, 1)}

    def offered(self, content: Content, number: int) -> Pairs:
        return [(str(place), str(place)) for place in range(1, len(content.items) + 1)]

    def suggested(self, place: int) -> str:
        return str(place)

    def judge(self, content: Content, response: object) -> Points:
        given = keys(content, response)
        if len(given) < len(content.items):
            raise refused(_("Give each step a place."), code="incomplete")
        return [(item, int(given[place] == item.key)) for place, item in enumerate(content.items)]

    def interaction(self, content: Content) -> Interaction:
        labels = {item.key: item.text for item in content.items}
        return Interaction("sequencing", correct=[BETWEEN.join(labels)], choices=labels)

    def said(self, content: Content, response: Any) -> str:
        return BETWEEN.join(response)

    def faults(self, content: Content) -> Iterator[str]:
        if len(content.items) < 2:
            yield _("Two steps at least are needed: with one, there is nothing to put in order.")

    def example(self, content: Content, *, right: bool) -> list[str]:
        return [item.key for item in (content.items if right else content.items[1:] + content.items[:1])]

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        """Never first in the right order."""
        found = mixed(content)
        return found if found != list(content.items) else found[1:] + found[:1]

    def arranged(self, content: Content, fields: Typed, turn: int) -> list[Item]:
        return sorted(self.shown(content), key=lambda item: _place(fields.get(item.key, "")))


def _place(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() else 999
