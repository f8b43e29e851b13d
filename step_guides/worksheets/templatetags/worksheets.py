"""Words of the worksheets' pages."""

from __future__ import annotations

from django import template
from django.utils.translation import pgettext

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.models import Move, Worksheet
from step_guides.worksheets.papers.content import Grid, Sheet
from step_guides.worksheets.presenters import rows
from step_guides.worksheets.presenters.document_form import ReadTable
from step_guides.worksheets.presenters.pages import severity_words
from step_guides.worksheets.queries import reopening_of

register = template.Library()


@register.filter
def severity(said: Said) -> str:
    """« à corriger ou à justifier », « à regarder », « suggestion »."""
    return severity_words(said.remark)


@register.simple_tag
def reopening(worksheet: Worksheet) -> Move | None:
    """Why the sheet was opened again, while no answer has come since."""
    return reopening_of(worksheet)


@register.filter
def dom(anchor: str) -> str:
    """The id of the page that a row bears."""
    return rows.dom(anchor)


@register.filter
def before(label: str) -> str:
    """A label with what stands between it and its value: nothing after a question."""
    return label if label.endswith("?") else f"{label}{pgettext('between a label and its error', ':')}"


@register.simple_tag
def grid(sheet: Sheet, table: ReadTable) -> Grid | None:
    """The table as rows and columns, when it is narrow enough for a page."""
    return sheet.grid(table)
