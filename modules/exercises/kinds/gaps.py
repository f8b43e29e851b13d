"""Sentences with gaps, and words to put in them: one point a gap. « {g1} » in a sentence is the gap of that key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Pairs, Points, choose_from, pairs, refused
from modules.exercises.kinds.sort import Sort

GAP = re.compile(r"\{([a-z0-9_-]{1,24})\}")


class Gaps(Sort):
    kind = Kind.GAPS
    template = "exercises/_parts/_gaps.html"

    def offered(self, content: Content, number: int) -> Pairs:
        """In alphabetical order, which says nothing of their places."""
        return choose_from(sorted(content.options_of(number), key=lambda option: option.label.casefold()))

    def judge(self, content: Content, response: object) -> Points:
        filled = pairs(content, response)
        if missing := len(content.items) - len(filled):
            message = ngettext("%(count)d gap is still empty.", "%(count)d gaps are still empty.", missing)
            raise refused(message % {"count": missing}, code="incomplete")
        return [(item, int(filled[item.key] in item.accepted)) for item in content.items]

    def faults(self, content: Content) -> Iterator[str]:
        placed = Counter(key for passage in content.passages for key in GAP.findall(passage.text))
        if not placed:
            yield _("No sentence has a gap: write {key} where a word is missing.")
        for key in placed:
            if key not in content.by_key:
                yield _("The gap {%(key)s} has no word: add it to the gaps.") % {"key": key}
        for item in content.items:
            if placed[item.key] != 1:
                yield _("The gap {%(key)s} is to be in one sentence, once.") % {"key": item.key}
            elif not set(item.accepted) <= set(content.option_keys):
                yield _("“%(word)s” is not among the words offered.") % {"word": item.answer}

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        return list(content.items)
