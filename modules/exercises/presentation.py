"""The form of an exercise for one person: rows to fill, with what was answered and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from modules.exercises.content import Content, Item
from modules.exercises.enums import Kind
from modules.exercises.grading import Grade, Verdict, grade
from modules.exercises.responses import Typed, field_name, fields_of

TEMPLATES = {
    Kind.SORT: "exercises/_parts/_sort.html",
    Kind.ORDER: "exercises/_parts/_order.html",
    Kind.CHOICES: "exercises/_parts/_choices.html",
}


@dataclass(frozen=True)
class Row:
    item: Item
    name: str
    value: str
    control: SafeString  # the select, or nothing for a checkbox
    verdict: Verdict | None


@dataclass(frozen=True)
class Round:
    number: int
    rows: list[Row]


@dataclass(frozen=True)
class ExerciseForm:
    """`changed`: the last answer was given to another state of the exercise and can no longer be shown against it."""

    content: Content
    template: str
    rounds: list[Round]
    grade: Grade | None = None
    error: str = ""
    changed: bool = False
    key: str = ""  # the same key, the same rows; empty when they are not to be kept

    @property
    def anchor(self) -> str:
        return f"exercice-{self.content.code}"

    @property
    def verdict(self) -> str:
        if self.grade is None:
            return ""
        return self.content.feedback_success if self.grade.success else self.content.feedback_retry


def present(content: Content, *, answered: Any = None, typed: Typed | None = None, error: str = "") -> ExerciseForm:
    """The form empty, or as last answered (with its feedback), or as just typed (with its error)."""
    graded: Grade | None = None
    changed = False
    values: Typed = typed or {}
    if typed is None and answered is not None:
        try:
            graded = grade(content, answered)
            values = fields_of(content, answered)
        except Invalid:
            changed = True
    shown = content.shown
    if content.kind == Kind.ORDER and values:
        shown = sorted(shown, key=lambda item: _place(values.get(item.key, "")))
    options = _options(content)
    rows = [_row(content, item, values, place, options, graded) for place, item in enumerate(shown, 1)]
    rounds = [Round(number, [row for row in rows if row.item.round == number]) for number in content.rounds]
    key = "" if typed is not None else _key(content, answered if graded else None)
    return ExerciseForm(content, TEMPLATES[Kind(content.kind)], rounds, graded, error, changed, key)


def _key(content: Content, answered: Any) -> str:
    """Names the rows by all that they show: the exercise as it stands, and the answer."""
    said = repr((content.items, content.categories, answered))
    return f"{content.code}:{sha256(said.encode()).hexdigest()}"


def _place(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() else 999


def _row(content: Content, item: Item, values: Typed, place: int, options: str, graded: Grade | None) -> Row:
    name = field_name(content, item.key)
    verdict = graded.feedback.get(item.key) if graded else None
    value = values.get(item.key, "")
    if content.kind == Kind.CHOICES:
        return Row(item, name, value, SafeString(""), verdict)
    chosen = f'value="{value or (place if content.kind == Kind.ORDER else "")}"'
    # What was typed is looked for among the options, which are ours: nothing typed reaches the page.
    listed = options.replace(chosen, f"{chosen} selected", 1)
    escaped = escape(name)
    described = f' aria-describedby="{escaped}-said"' if verdict else ""
    control = mark_safe(f'<select id="{escaped}" name="{escaped}" required{described}>{listed}</select>')  # noqa: S308
    return Row(item, name, value, control, verdict)


def _options(content: Content) -> str:
    """The options of every select of the exercise, written once."""
    pairs: list[tuple[str, str]] = []
    if content.kind == Kind.SORT:
        pairs = [("", _("Choose…")), *((category.key, category.label) for category in content.categories)]
    elif content.kind == Kind.ORDER:
        pairs = [(str(place), str(place)) for place in range(1, len(content.items) + 1)]
    return "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in pairs)


def preview(content: Content, mode: str) -> ExerciseForm:
    """For an editor: empty, or with the feedback of an answer all right or all wrong. A draft too thin for it is shown empty."""
    answered: Any = None
    if mode and content.items:
        right = mode == "right"
        if content.kind == Kind.SORT:
            keys = [category.key for category in content.categories]
            answered = {
                item.key: item.answer if right else next((key for key in keys if key != item.answer), item.answer)
                for item in content.items
            }
        elif content.kind == Kind.ORDER:
            answered = [item.key for item in (content.items if right else content.items[1:] + content.items[:1])]
        else:
            answered = [item.key for item in content.items if bool(item.answer) == right]
    form = present(content, answered=answered)
    return present(content) if form.changed else form
