"""Tags by which a lesson's template asks for what its reader has done."""

from __future__ import annotations

from typing import Any

from django import template

from modules.catalogue.lessons import Lesson, draft_lesson, lesson
from modules.exercises.content import Content
from modules.progress import states
from modules.progress.states import ExerciseState, UnitState

register = template.Library()


@register.simple_tag(takes_context=True)
def unit_state(context: Any, unit: Any) -> UnitState:
    """{% unit_state page as state %}: lessons seen, and each exercise as last answered. One query a page; none in a preview."""
    request = context["request"]
    kept: dict[int, UnitState] = request.__dict__.setdefault("_unit_states", {})
    if unit.pk not in kept:
        drafted = getattr(request, "is_preview", False)
        shown: Lesson = context.get("lesson") or (draft_lesson(unit) if drafted else lesson(unit))
        enrolment = None if drafted else getattr(request, "open_enrolment", None)
        kept[unit.pk] = states.unit_state(
            enrolment, shown, refused=getattr(request, "refused_answer", None), current=unit.pk, revision=unit.kept_revision
        )
    return kept[unit.pk]


@register.simple_tag
def exercise_state(state: UnitState, content: Content) -> ExerciseState:
    """{% exercise_state state part.exercise as exercise %}"""
    return state.exercises[content.code]
