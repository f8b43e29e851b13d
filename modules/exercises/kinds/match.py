"""Items to match with what goes with them: one point each. What they are matched with may serve twice, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.exercises.content import Content
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Points, changed, pairs
from modules.exercises.kinds.sort import Sort


class Match(Sort):
    kind = Kind.MATCH
    template = "exercises/_parts/_sort.html"

    def judge(self, content: Content, response: object) -> Points:
        earned = super().judge(content, response)
        rounds = {option.key: option.round for option in content.options}
        if any(rounds[key] not in (0, content.by_key[item].round) for item, key in pairs(content, response).items()):
            raise changed()
        return earned

    def faults(self, content: Content) -> Iterator[str]:
        if len(content.items) < 2:
            yield _("Two items at least are needed: with one, there is nothing to match.")
        for number in {item.round for item in content.items}:
            offered = {option.key for option in content.options_of(number)}
            for item in content.items:
                if item.round == number and not offered.issuperset(item.accepted):
                    yield _("“%(text)s” goes with nothing that is offered: choose its match again.") % {"text": item.text}
