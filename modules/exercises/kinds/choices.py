"""Boxes to tick: one point a choice rightly ticked or rightly left. Ticking everything never gives a full score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, Points, Rules, Typed, keys, mixed, refused


class Choices(Rules):
    kind = Kind.CHOICES
    template = "exercises/_parts/_choices.html"

    def read(self, content: Content, given: Typed) -> list[str]:
        return list(given)

    def write(self, content: Content, response: Any) -> Typed:
        return dict.fromkeys(response, "1")

    def judge(self, content: Content, response: object) -> Points:
        ticked = keys(content, response)
        if not ticked:
            raise refused(_("Tick at least one answer."), code="incomplete")
        return [(item, int((item.key in ticked) == item.answer)) for item in content.items]

    def interaction(self, content: Content) -> Interaction:
        labels = {item.key: item.text for item in content.items}
        return Interaction("choice", correct=[self.said(content, self.example(content, right=True))], choices=labels)

    def said(self, content: Content, response: Any) -> str:
        return BETWEEN.join(item.key for item in content.items if item.key in response)

    def faults(self, content: Content) -> Iterator[str]:
        rights = [item for item in content.items if item.answer]
        if len(content.items) < 2:
            yield _("Two choices at least are needed.")
        if not rights:
            yield _("No choice is to be ticked: mark at least one as right.")
        elif len(rights) == len(content.items):
            yield _("Every choice is to be ticked: add at least one that is not.")

    def example(self, content: Content, *, right: bool) -> list[str]:
        return [item.key for item in content.items if bool(item.answer) == right]

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        """As written at first; mixed when it is tried again."""
        return mixed(content, turn) if turn else list(content.items)
