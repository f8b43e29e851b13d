"""Words of the worksheets' pages."""

from __future__ import annotations

from django import template

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.presenters.pages import severity_words

register = template.Library()


@register.filter
def severity(said: Said) -> str:
    """« à corriger ou à justifier », « à regarder », « suggestion »."""
    return severity_words(said.remark)
