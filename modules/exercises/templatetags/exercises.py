"""The rows of an exercise: the same for everybody who gave the same answer, so they are written once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coursesite.core.kept_here import kept_here
from modules.exercises.kinds.gaps import GAP
from modules.exercises.presentation import ExerciseForm, Round

if TYPE_CHECKING:
    from modules.exercises.presentation import Row

register = template.Library()
SECONDS = 3600
PLACED = re.compile(rf"{GAP.pattern}((?:\s?[.,;:!?…»)]+)?)")  # a gap, and the point or comma that must not leave it


@register.simple_tag
def exercise_rows(form: ExerciseForm) -> SafeString:
    """{% exercise_rows form %}: cards, steps or choices, with what was answered and what is said of it."""

    def write() -> SafeString:
        return render_to_string(form.rules.template, {"form": form})

    return kept_here(f"exercise-rows:{get_language()}:{form.key}", write, seconds=SECONDS) if form.key else write()


@dataclass(frozen=True)
class Piece:
    """Words of a sentence; or a gap in it, with its number and the point or comma that follows it."""

    text: str = ""
    row: Row | None = None
    number: int = 0


@register.filter
def pieces(sentence: Round) -> list[Piece]:
    """{% for piece in round|pieces %}: a sentence with gaps, cut where they are."""
    rows = {row.item.key: row for row in sentence.rows}
    text, *rest = PLACED.split(sentence.passage.text if sentence.passage else "")
    found = [Piece(text)]
    for number, (key, close, words) in enumerate(zip(rest[::3], rest[1::3], rest[2::3], strict=True), 1):
        found += [Piece(close, rows.get(key), number), Piece(words)]
    return found
