"""A text to write again, in one's own words, then to check against a model. Nothing is judged: writing is enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.core.fields import clean_text
from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Points, Rules, Typed, changed, keys, refused, unreadable


class Rewrite(Rules):
    """Response: {"texts": {passage: text}, "checks": [question ticked]}. `items` are the questions of the self-check."""

    kind = Kind.REWRITE
    template = "exercises/_parts/_rewrite.html"
    counts = False
    is_judged = False
    longest = 1500

    def fields(self, content: Content) -> list[str]:
        return [*(passage.key for passage in content.passages), *(item.key for item in content.items)]

    def read(self, content: Content, given: Typed) -> dict[str, Any]:
        asked = {passage.key for passage in content.passages}
        return {
            "texts": {
                key: clean_text(value, limit=self.longest) for key, value in given.items() if key in asked and value.strip()
            },
            "checks": [key for key in given if key in content.by_key],
        }

    def write(self, content: Content, response: Any) -> Typed:
        return {**response["texts"], **dict.fromkeys(response["checks"], "1")}

    def judge(self, content: Content, response: object) -> Points:
        if not isinstance(response, dict) or set(response) != {"texts", "checks"}:
            raise unreadable()
        texts, checks = response["texts"], response["checks"]
        if not isinstance(texts, dict) or not isinstance(checks, list):
            raise unreadable()
        if not all(clean_text(text, limit=self.longest, name="response") for text in texts.values()):
            raise unreadable()
        if any(len(text) > 2 * self.longest for text in texts.values()):
            raise unreadable()  # cleaned of its spaces it is short, and would be kept with them
        asked = [passage.key for passage in content.passages]
        keys(content, checks)
        if not set(texts) <= set(asked):
            raise changed()
        if len(texts) < len(asked):
            raise refused(_("Write your own version first."), code="incomplete")
        return [(Item(key, "", answer=True), 1) for key in asked]

    def button(self, *, answered: bool) -> str:
        return _("Save my new version") if answered else _("Save, and compare with our version")

    def own_words(self, response: Any) -> list[str]:
        return list(response["texts"].values())

    def emptied(self, response: Any) -> dict[str, Any]:
        return {**response, "texts": {}}

    def interaction(self, content: Content) -> Interaction:
        return Interaction("long-fill-in")

    def said(self, content: Content, response: Any) -> None:
        """What somebody wrote stays here."""
        return

    def faults(self, content: Content) -> Iterator[str]:
        if not content.passages:
            yield _("One text to write again is needed.")
        if not content.model.strip():
            yield _("The model is what learners compare with: write it.")
        if any(passage.key in content.by_key for passage in content.passages):
            yield _("A text and a question of self-check have the same key: empty one of them, a new key will be drawn.")
        if not content.items:
            yield _("One question of self-check at least is needed.")

    def example(self, content: Content, *, right: bool) -> dict[str, Any]:
        return {
            "texts": {passage.key: passage.text for passage in content.passages},
            "checks": list(content.by_key) if right else [],
        }
