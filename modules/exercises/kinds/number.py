"""Figures to give, read as French people write them: one point each, within a tolerance. A question may offer words instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, PAIR, Points, Rules, Typed, changed, refused, unreadable

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_FIGURE = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,6})?\Z", re.ASCII)


def figure(text: str, unit: str = "") -> Decimal:
    """« 1 234,5 », « +30 points », « 62,5 % » or « 62.5 » as a number. Raises `Invalid` for anything else."""
    bare = _SPACES.sub("", text).replace("−", "-").replace("–", "-")
    ends = (_SPACES.sub("", unit), "%")
    end = next((end for end in ends if end and bare.casefold().endswith(end.casefold())), "")
    bare = bare[: len(bare) - len(end)]
    if not _FIGURE.match(bare):
        raise refused(_("“%(text)s” is not a figure. Write it as 62,5 for instance.") % {"text": text}, code="not_a_figure")
    return Decimal(bare.replace(",", "."))


class Number(Rules):
    kind = Kind.NUMBER
    template = "exercises/_parts/_number.html"
    longest = 60  # as the answers offered; around a figure, spaces would be kept without end

    def read(self, content: Content, given: Typed) -> dict[str, str]:
        return dict(given)

    def write(self, content: Content, response: Any) -> Typed:
        return dict(response) if isinstance(response, dict) else {}

    def judge(self, content: Content, response: object) -> Points:
        if not isinstance(response, dict) or not all(
            isinstance(value, str) and len(value) <= self.longest for value in response.values()
        ):
            raise unreadable()
        if not set(response) <= set(content.by_key):
            raise changed()
        if len(response) < len(content.items):
            raise refused(_("Answer each question: a figure is still missing."), code="incomplete")
        return [(item, int(self._right(item, response[item.key]))) for item in content.items]

    def _right(self, item: Item, text: str) -> bool:
        if item.words:
            if text not in item.words:
                raise changed()
            return text == item.answer
        return isinstance(item.answer, Decimal) and abs(figure(text, item.unit) - item.answer) <= item.tolerance

    def comment(self, item: Item, points: int, response: Any) -> str:
        """A mistake often made is answered by what makes it."""
        if points < item.points and item.near and not item.words:
            given = figure(response[item.key], item.unit)
            value, said = min(item.near, key=lambda one: abs(given - one[0]))
            if abs(given - value) <= item.tolerance:
                return said
        return super().comment(item, points, response)

    def interaction(self, content: Content) -> Interaction:
        if _is_one_figure(content):
            return Interaction("numeric", correct=[_range(content.items[0])])
        right = BETWEEN.join(f"{item.key}{PAIR}{_range(item)}" for item in content.items)
        return Interaction("performance", correct=[right], steps={item.key: item.text for item in content.items})

    def said(self, content: Content, response: Any) -> str:
        """Figures alone: what was typed is read as a number first."""
        given = {
            item.key: response[item.key] if item.words else f"{figure(response[item.key], item.unit):f}" for item in content.items
        }
        if _is_one_figure(content):
            return given[content.items[0].key]
        return BETWEEN.join(f"{key}{PAIR}{value}" for key, value in given.items())

    def faults(self, content: Content) -> Iterator[str]:
        if not content.items:
            yield _("One question at least is needed.")
        for item in content.items:
            if item.words and item.answer not in item.words:
                yield _("The right answer of “%(text)s” is not among those offered.") % {"text": item.text}
            elif not item.words and not isinstance(item.answer, Decimal):
                yield _("The right answer of “%(text)s” is no figure. Write it as 62,5 for instance.") % {"text": item.text}

    def example(self, content: Content, *, right: bool) -> dict[str, str]:
        def other(item: Item) -> str:
            if item.words:
                return next((word for word in item.words if word != item.answer), item.words[0])
            return f"{item.answer + item.tolerance + 1:f}" if isinstance(item.answer, Decimal) else "0"

        return {item.key: _written(item) if right else other(item) for item in content.items}


def _is_one_figure(content: Content) -> bool:
    return len(content.items) == 1 and not content.items[0].words


def _written(item: Item) -> str:
    return f"{item.answer:f}" if isinstance(item.answer, Decimal) else str(item.answer)


def _range(item: Item) -> str:
    """What xAPI takes for right: a figure, or a range with its two ends."""
    if not isinstance(item.answer, Decimal) or not item.tolerance:
        return _written(item)
    return f"{item.answer - item.tolerance:f}[:]{item.answer + item.tolerance:f}"
