"""Assertions, each true or false, with a reason in a few words: the reason is kept and never judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.core.fields import clean_text
from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import BETWEEN, PAIR, Points, Rules, Typed, changed, refused, unreadable

WHY = ".why"  # ends the key of the field of a reason
TRUTHS = ("true", "false")


class TrueFalse(Rules):
    """Response: {"answers": {assertion: "true" | "false"}, "reasons": {assertion: text}}."""

    kind = Kind.TRUE_FALSE
    template = "exercises/_parts/_true_false.html"
    longest = 400

    def fields(self, content: Content) -> list[str]:
        return [key for item in content.items for key in (item.key, f"{item.key}{WHY}")]

    def beside(self, item: Item) -> str:
        return f"{item.key}{WHY}"

    def read(self, content: Content, given: Typed) -> dict[str, dict[str, str]]:
        answers = {key: value for key, value in given.items() if not key.endswith(WHY)}
        reasons = {key.removesuffix(WHY): value for key, value in given.items() if key.endswith(WHY) and value.strip()}
        return {"answers": answers, "reasons": reasons}

    def write(self, content: Content, response: Any) -> Typed:
        return {**response["answers"], **{f"{key}{WHY}": text for key, text in response["reasons"].items()}}

    def judge(self, content: Content, response: object) -> Points:
        answers, reasons = _parts(response)
        if not {*answers, *reasons} <= set(content.by_key) or not set(answers.values()) <= set(TRUTHS):
            raise changed()
        if len(answers) < len(content.items):
            raise refused(_("Say of each assertion whether it is true or false."), code="incomplete")
        return [(item, int(answers[item.key] == _truth(bool(item.answer)))) for item in content.items]

    def own_words(self, response: Any) -> list[str]:
        return [text for text in response["reasons"].values() if text]

    def emptied(self, response: Any) -> dict[str, Any]:
        return {**response, "reasons": {}}

    def interaction(self, content: Content) -> Interaction:
        if len(content.items) == 1:
            return Interaction("true-false", correct=[_truth(bool(content.items[0].answer))])
        source = {item.key: item.text for item in content.items}
        right = self.said(content, self.example(content, right=True))
        return Interaction("matching", correct=[right], source=source, target={"true": "Vrai", "false": "Faux"})

    def said(self, content: Content, response: Any) -> str:
        """Without the reasons: what somebody wrote stays here."""
        answers = response["answers"]
        if len(content.items) == 1:
            return str(answers[content.items[0].key])
        return BETWEEN.join(f"{item.key}{PAIR}{answers[item.key]}" for item in content.items)

    def faults(self, content: Content) -> Iterator[str]:
        if not content.items:
            yield _("One assertion at least is needed.")

    def example(self, content: Content, *, right: bool) -> dict[str, dict[str, str]]:
        return {"answers": {item.key: _truth(bool(item.answer) == right) for item in content.items}, "reasons": {}}


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _parts(response: object) -> tuple[dict[str, str], dict[str, str]]:
    if not isinstance(response, dict) or set(response) != {"answers", "reasons"}:
        raise unreadable()
    for part in response.values():
        if not isinstance(part, dict) or not all(
            isinstance(value, str) and len(value) <= TrueFalse.longest for value in part.values()
        ):
            raise unreadable()
    for text in response["reasons"].values():
        clean_text(text, name="response")  # what no database can keep is refused here, whichever way it came
    return response["answers"], response["reasons"]
