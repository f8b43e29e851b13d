"""A named set of questions, answered once. What was right is said after the quiz that asks them again, never before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.base import Pairs, Piece, Points, Typed, pairs, refused, unreadable
from modules.exercises.kinds.sort import Sort


@dataclass(frozen=True)
class Choice:
    key: str
    text: str
    is_right: bool
    is_chosen: bool
    was_chosen: bool  # in the quiz that this one repeats


@dataclass(frozen=True)
class Question:
    """`earlier`: what was answered the first time, "right", "wrong", or nothing."""

    item: Item
    name: str
    choices: list[Choice]
    right: bool
    earlier: str


class Quiz(Sort):
    """Response: {question: choice}. The choices of a question are the options of its `round`, its number."""

    kind = Kind.QUIZ
    template = "exercises/_parts/_quiz.html"
    counts = False
    is_once = True

    def is_secret(self, content: Content) -> bool:
        return content.repeats is None

    def judge(self, content: Content, response: object) -> Points:
        given = pairs(content, response)
        offered = {option.key: option.round for option in content.options}
        if any(offered[choice] != content.by_key[question].round for question, choice in given.items()):
            raise unreadable()
        if missing := len(content.items) - len(given):
            message = ngettext("%(count)d question has no answer.", "%(count)d questions have no answer.", missing)
            raise refused(message % {"count": missing}, code="incomplete")
        return [(item, int(given[item.key] == item.answer)) for item in content.items]

    def offered(self, content: Content, number: int) -> Pairs:
        return []

    def details(self, content: Content, fields: Typed, *, answered: bool, before: Any) -> list[Question]:
        return [self._question(content, item, fields.get(item.key, ""), before or {}) for item in content.items]

    def _question(self, content: Content, item: Item, given: str, before: dict[str, str]) -> Question:
        was = before.get(item.key, "")
        choices = [
            Choice(one.key, one.label, one.key == item.answer, one.key == given, one.key == was)
            for one in content.options_of(item.round)
        ]
        earlier = "" if not was else "right" if was == item.answer else "wrong"
        return Question(item, f"{content.code}-{item.key}", choices, given == item.answer, earlier)

    def button(self, *, answered: bool) -> str:
        return _("Send my answers")

    def attempts_said(self, content: Content) -> str:
        if self.is_secret(content):
            return _("One attempt only: what was right is shown after the quiz at the end of the course.")
        return _("One attempt only: what was right is shown at once.")

    def pieces(self, content: Content, response: Any) -> list[Piece]:
        """One for each question, answered once and for all. A trace is read by whoever it is about: of a quiz whose answers are kept
        for later, it says neither what was right nor whether this was."""
        found, is_secret = [], self.is_secret(content)
        for item in content.items:
            given = response[item.key]
            choices = {option.key: option.label for option in content.options_of(item.round)}
            about = Interaction("choice", correct=None if is_secret else [str(item.answer)], choices=choices)
            found.append(Piece(item.key, item.text, about, given, None if is_secret else given == item.answer))
        return found

    def faults(self, content: Content) -> Iterator[str]:
        if not content.items:
            yield _("One question at least is needed.")
        for item in content.items:
            choices = [option.key for option in content.options_of(item.round)]
            if len(choices) < 2:
                yield _("“%(text)s” needs two choices at least.") % {"text": item.text[:60]}
            if item.answer not in choices:
                yield _("Exactly one choice of “%(text)s” is right: mark it, and it alone.") % {"text": item.text[:60]}

    def example(self, content: Content, *, right: bool) -> dict[str, str]:
        def other(item: Item) -> str:
            return next(option.key for option in content.options_of(item.round) if option.key != item.answer)

        return {item.key: str(item.answer) if right else other(item) for item in content.items}

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        return list(content.items)
