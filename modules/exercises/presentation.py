"""The form of an exercise for one person: rows to fill, with what was answered and what was said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coursesite.core.errors import Invalid
from modules.exercises.content import Content, Item, Passage
from modules.exercises.grading import Grade, Verdict, grade
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.base import MIXES, Rules
from modules.exercises.responses import Typed, field_name, fields_of


@dataclass(frozen=True)
class Row:
    """An item and its field. Several items may share a `name` (one choice among them); each has an `id` of its own."""

    item: Item
    id: str
    name: str
    value: str
    control: SafeString  # the list it is answered from; nothing when the template makes the control
    verdict: Verdict | None
    beside: str = ""  # name of a second field, and what is in it
    beside_value: str = ""


@dataclass(frozen=True)
class Round:
    """Items shown together, under a passage if there is one; `name` and `value` are of the field that answers the passage itself."""

    number: int
    rows: list[Row]
    passage: Passage | None = None
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class ExerciseForm:
    """`changed`: the last answer was given to another state of the exercise and can no longer be shown against it."""

    content: Content
    rules: Rules
    make_rounds: Callable[[], list[Round]]
    details: Any = None  # what only this kind shows
    grade: Grade | None = None
    error: str = ""
    changed: bool = False
    key: str = ""  # the same key, the same rows; empty when they are not to be kept

    @cached_property
    def rounds(self) -> list[Round]:
        """Made when they are asked for: rows that are kept need none."""
        return self.make_rounds()

    @property
    def anchor(self) -> str:
        return f"exercice-{self.content.code}"

    @property
    def shows_score(self) -> bool:
        """When it is more than right or wrong."""
        return self.grade is not None and self.grade.maximum > 1 and self.rules.is_judged and not self.is_secret

    @property
    def is_secret(self) -> bool:
        return self.rules.is_secret(self.content)

    @property
    def is_closed(self) -> bool:
        """It was answered, once and for all."""
        return self.grade is not None and self.rules.is_once

    @property
    def verdict(self) -> str:
        """Of a whole answer. What counts for nothing is never to be looked at again."""
        if self.grade is None:
            return ""
        return self.content.feedback_success if self.grade.success or not self.rules.counts else self.content.feedback_retry

    @property
    def button(self) -> str:
        return self.rules.button(answered=self.grade is not None)

    @property
    def attempts_said(self) -> str:
        return self.rules.attempts_said(self.content)

    @property
    def both(self) -> list[tuple[Row, Row]]:
        """Each item of the first round beside that of the second."""
        return list(zip(self.rounds[0].rows, self.rounds[1].rows, strict=True)) if len(self.rounds) == 2 else []

    @property
    def hint(self) -> str:
        """What is said of an answer that is not whole yet, when the exercise has words for it."""
        return "" if self.rules.counts else self.content.feedback_retry


def present(
    content: Content,
    *,
    answered: Any = None,
    typed: Typed | None = None,
    error: str = "",
    attempts: int = 0,
    begun: Any = None,
    before: Any = None,
) -> ExerciseForm:
    """The form empty, or as last answered (with its feedback), or as just typed (with its error).

    `begun`: the beginning of an answer, which goes before what was answered; `before`: the answer to the exercise it repeats.
    """
    if begun is not None and typed is None:
        return present(content, typed=fields_of(content, begun), attempts=attempts)
    graded: Grade | None = None
    changed = False
    values: Typed = typed or {}
    if typed is None and answered is not None:
        try:
            graded = grade(content, answered)
            values = fields_of(content, answered)
        except Invalid:
            changed = True
    rules = rules_of(content.kind)
    turn = attempts % MIXES
    # What somebody wrote is never kept with what is the same for everybody: erased, it would stay there.
    own = typed is not None or (graded is not None and bool(rules.own_words(answered)))
    key = "" if own else _key(content, answered if graded else None, before, turn)
    details = rules.details(content, values, answered=graded is not None, before=before)

    def rounds() -> list[Round]:
        shown = rules.arranged(content, values, turn) if values else rules.shown(content, turn)
        return [_round(content, rules, number, shown, values, graded) for number in content.rounds]

    return ExerciseForm(content, rules, rounds, details, graded, error, changed, key)


def _key(content: Content, answered: Any, before: Any, turn: int) -> str:
    """Names the rows by all that they show: the exercise as it stands, and the answer."""
    said = repr((content.items, content.options, content.passages, content.model, answered, before, turn))
    return f"{content.code}:{sha256(said.encode()).hexdigest()}"


def _round(content: Content, rules: Rules, number: int, shown: list[Item], values: Typed, graded: Grade | None) -> Round:
    options = "".join(
        f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in rules.offered(content, number)
    )
    rows = [
        _row(content, rules, item, place, values, options, graded) for place, item in enumerate(shown, 1) if item.round == number
    ]
    passage = content.passages[number - 1] if 0 < number <= len(content.passages) else None
    if passage is None or not passage.key:
        return Round(number, rows, passage)
    return Round(number, rows, passage, field_name(content, passage.key), values.get(passage.key, ""))


def _row(content: Content, rules: Rules, item: Item, place: int, values: Typed, options: str, graded: Grade | None) -> Row:
    key, beside = rules.field_of(item), rules.beside(item)
    value, name, verdict = values.get(key, ""), field_name(content, key), graded.feedback.get(item.key) if graded else None
    return Row(
        item,
        id=field_name(content, item.key),
        name=name,
        value=value,
        control=_select(name, options, value or rules.suggested(place), verdict) if options else SafeString(""),
        verdict=verdict,
        beside=field_name(content, beside) if beside else "",
        beside_value=values.get(beside, ""),
    )


def _select(name: str, options: str, chosen: str, verdict: Verdict | None) -> SafeString:
    # What was typed is looked for among the options, which are ours: nothing typed reaches the page.
    wanted = f'value="{chosen}"'
    listed = options.replace(wanted, f"{wanted} selected", 1)
    escaped = escape(name)
    described = f' aria-describedby="{escaped}-said"' if verdict else ""
    return mark_safe(f'<select id="{escaped}" name="{escaped}" required{described}>{listed}</select>')  # noqa: S308


def preview(content: Content, mode: str) -> ExerciseForm:
    """For an editor: empty, or with the feedback of an answer all right or all wrong. A draft too thin for it is shown empty."""
    answered = rules_of(content.kind).example(content, right=mode == "right") if mode and content.items else None
    form = present(content, answered=answered)
    return present(content) if form.changed else form
