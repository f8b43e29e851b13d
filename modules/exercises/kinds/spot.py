"""Lines of a text, each with a defect or none: one point a line rightly judged. One line may stand for the text as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, PAIR, Pairs, Points, Rules, Typed, pairs, refused

SOUND = "sound"  # what is said of a line that has no defect
ON_THE_WHOLE = 2  # the round of what is said of the text as a whole


class Spot(Rules):
    """Response: {line: defect}, only for the lines where something was found."""

    kind = Kind.SPOT
    template = "exercises/_parts/_spot.html"

    def read(self, content: Content, given: Typed) -> dict[str, str]:
        return {key: value for key, value in given.items() if value != SOUND}

    def write(self, content: Content, response: Any) -> Typed:
        return dict(response) if isinstance(response, dict) else {}

    def offered(self, content: Content, number: int) -> Pairs:
        """Nothing when there is only one defect to find: a box to tick says it."""
        if len(content.options) == 1:
            return []
        return [(SOUND, _("Nothing to point out")), *((option.key, option.label) for option in content.options)]

    def judge(self, content: Content, response: object) -> Points:
        found = pairs(content, response)
        if not found:
            raise refused(_("Mark at least one line."), code="incomplete")
        return [(item, int(found.get(item.key, SOUND) in item.accepted)) for item in content.items]

    def interaction(self, content: Content) -> Interaction:
        source = {item.key: item.text for item in content.items}
        if len(content.options) == 1:
            return Interaction("choice", correct=[self.said(content, self.example(content, right=True))], choices=source)
        target = {option.key: option.label for option in content.options}
        return Interaction(
            "matching", correct=[self.said(content, self.example(content, right=True))], source=source, target=target
        )

    def said(self, content: Content, response: Any) -> str:
        """Lines ticked when there is one defect to find, else each line pointed out with its defect."""
        found = [item.key for item in content.items if item.key in response]
        return BETWEEN.join(found if len(content.options) == 1 else [f"{key}{PAIR}{response[key]}" for key in found])

    def faults(self, content: Content) -> Iterator[str]:
        used = {key for item in content.items for key in item.accepted}
        if used == {SOUND} or not used:
            yield _("No line has a defect: there is nothing to find.")
        if SOUND not in used and len(content.options) < 2:
            yield _("Every line has a defect: add at least one that is sound.")
        for key in used - {SOUND, *content.option_keys}:
            yield _("“%(defect)s” is not among the defects to find.") % {"defect": key}
        for option in content.options:
            if option.key not in used:
                yield _("No line has the defect “%(label)s”: add one, or take the defect away.") % {"label": option.label}

    def example(self, content: Content, *, right: bool) -> dict[str, str]:
        def other(item: Item) -> str:
            return next((key for key in (*content.option_keys, SOUND) if key not in item.accepted), SOUND)

        given = {item.key: str(item.answer) if right else other(item) for item in content.items}
        return {key: value for key, value in given.items() if value != SOUND}
