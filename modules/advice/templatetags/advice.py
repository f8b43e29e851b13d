"""What a lesson shows of an opinion that was asked for."""

from __future__ import annotations

from django import template

from modules.advice import queries
from modules.advice.queries import Advice
from modules.progress.states import ExerciseState

register = template.Library()


@register.simple_tag
def advice_on(enrolment: int, exercise: ExerciseState) -> Advice:
    """{% advice_on state.enrolment exercise as advice %}: two queries, for whoever has written."""
    return queries.advice_on(enrolment, exercise.form.content, exercise.attempts)
