"""The rows of an exercise: the same for everybody who gave the same answer, so they are written once."""

from __future__ import annotations

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from modules.exercises.presentation import ExerciseForm

register = template.Library()
SECONDS = 3600


@register.simple_tag
def exercise_rows(form: ExerciseForm) -> SafeString:
    """{% exercise_rows form %}: cards, steps or choices, with what was answered and what is said of it."""
    key = f"exercise-rows:{get_language()}:{form.key}"
    rows: SafeString | None = cache.get(key) if form.key else None
    if rows is None:
        rows = render_to_string(form.rules.template, {"form": form})
        if form.key:
            cache.set(key, rows, SECONDS)
    return rows
