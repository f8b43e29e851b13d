"""What the columns, the parts and the kinds of a question bank are called by those who fill it in.

Written in the language of whoever takes the file; read in any of ours, or by the names of the fields, which never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from modules.exercises.enums import Kind

Row = dict[str, str]
Words = Mapping[str, str | Promise]

COLUMNS: Words = {
    "part": pgettext_lazy("question bank", "Part"),
    "code": pgettext_lazy("question bank", "Code"),
    "kind": pgettext_lazy("question bank", "Kind"),
    "title": pgettext_lazy("question bank", "Title"),
    "statement": pgettext_lazy("question bank", "Instructions"),
    "minutes": pgettext_lazy("question bank", "Minutes"),
    "is_key": pgettext_lazy("question bank", "Key exercise"),
    "competencies": pgettext_lazy("question bank", "Competencies"),
    "feedback_success": pgettext_lazy("question bank", "Said when all is right"),
    "feedback_retry": pgettext_lazy("question bank", "Said when something is to look at again"),
    "text": pgettext_lazy("question bank", "Text"),
    "competency": pgettext_lazy("question bank", "Competency of the sentence"),
    "key": pgettext_lazy("question bank", "Key"),
    "label": pgettext_lazy("question bank", "Name shown"),
    "round": pgettext_lazy("question bank", "Round"),
    "titles": pgettext_lazy("question bank", "Titles of the rounds"),
    "feedback": pgettext_lazy("question bank", "Said of it"),
    "feedback_right": pgettext_lazy("question bank", "Said when it is right"),
    "feedback_wrong": pgettext_lazy("question bank", "Said when it is wrong"),
    "also": pgettext_lazy("question bank", "Also goes with"),
    "right": pgettext_lazy("question bank", "Right"),
    "points": pgettext_lazy("question bank", "Points"),
    "goes": pgettext_lazy("question bank", "Goes to the scene"),
    "answer": pgettext_lazy("question bank", "Answer expected"),
    "options": pgettext_lazy("question bank", "Answers offered"),
    "tolerance": pgettext_lazy("question bank", "Tolerance"),
    "unit": pgettext_lazy("question bank", "Unit"),
    "value": pgettext_lazy("question bank", "Figure of the mistake"),
    "model": pgettext_lazy("question bank", "What we would have written"),
    "defects": pgettext_lazy("question bank", "Defects of the line"),
    "whole": pgettext_lazy("question bank", "Said of the text as a whole"),
}
PARTS: Words = {
    "exercise": pgettext_lazy("question bank", "exercise"),
    "statements.statement": pgettext_lazy("question bank", "sentence to place oneself on"),
    "groups.category": pgettext_lazy("question bank", "category"),
    "groups.category.cards": pgettext_lazy("question bank", "category: card"),
    "targets.target": pgettext_lazy("question bank", "match"),
    "targets.target.items": pgettext_lazy("question bank", "match: item"),
    "questions.question": pgettext_lazy("question bank", "question"),
    "questions.question.choices": pgettext_lazy("question bank", "question: choice"),
    "questions.question.near": pgettext_lazy("question bank", "question: frequent mistake"),
    "scenes.scene": pgettext_lazy("question bank", "scene"),
    "scenes.scene.decisions": pgettext_lazy("question bank", "scene: decision"),
    "texts.text": pgettext_lazy("question bank", "text"),
    "checks.check": pgettext_lazy("question bank", "control question"),
    "assertions.assertion": pgettext_lazy("question bank", "assertion"),
    "answers.answer": pgettext_lazy("question bank", "answer"),
    "choices.choice": pgettext_lazy("question bank", "choice"),
    "lines.line": pgettext_lazy("question bank", "line"),
    "defects.defect": pgettext_lazy("question bank", "defect"),
    "steps.step": pgettext_lazy("question bank", "step"),
    "sentences.sentence": pgettext_lazy("question bank", "sentence"),
    "gaps.gap": pgettext_lazy("question bank", "gap"),
    "words.word": pgettext_lazy("question bank", "word that misleads"),
}
KINDS: Words = {kind.value: kind.label for kind in Kind}
CELLS: dict[str, Words] = {"part": PARTS, "kind": KINDS}  # columns whose cells are names too


def column(name: str) -> str:
    return str(COLUMNS.get(name, name))


def cell(name: str, value: str) -> str:
    return str(CELLS[name].get(value, value)) if name in CELLS else value


def about(name: str, said: str) -> str:
    return _("%(column)s: %(said)s") % {"column": column(name), "said": said}


def column_of(text: str) -> str:
    return _named("").get(_bare(text), _bare(text))


def row_of(cells: Row) -> Row:
    """A row whose columns are named already, with the names of its part and kind."""
    return {name: _named(name).get(_bare(text), text.strip()) if name in CELLS else text for name, text in cells.items()}


@cache
def _named(cells_of: str) -> dict[str, str]:
    """What is written → what the code calls it, for the cells of a column, or the columns themselves."""
    words = CELLS.get(cells_of, COLUMNS)
    found = {_bare(name): name for name in words}
    for language, _own_name in settings.LANGUAGES:
        with override(language):
            found |= {_bare(str(said)): name for name, said in words.items()}
    return found


def _bare(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
