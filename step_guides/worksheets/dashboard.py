from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.columns import Cell, column
from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.queries import current_enrolment
from coursesite.core.cards import Card, card
from coursesite.organisations.models import Organisation
from step_guides.worksheets.enums import Kind, State
from step_guides.worksheets.presenters.home import Line, sheets_of
from step_guides.worksheets.queries import states_of


def _organisation(user: Any) -> Organisation | None:
    enrolment = current_enrolment(user)
    return enrolment.organisation if enrolment else None


@card(audience="participant", order=5)
def to_go_on(user: Any, *, request: HttpRequest) -> Card | None:
    """A sheet that came back goes first; a draft under way goes before the next lesson."""
    organisation = _organisation(user)
    sheets = sheets_of(user, [organisation]) if organisation else []
    for priority, going in ((50, [one for one in sheets if one.is_returned]), (20, [one for one in sheets if one.is_draft])):
        if going:
            return Card(template="worksheets/_parts/_next_card.html", context={"sheet": going[0]}, kind="next", priority=priority)
    return None


@card(audience="participant", order=30)
def your_sheets(user: Any, *, request: HttpRequest) -> Card | None:
    organisation = _organisation(user)
    if organisation is None:
        return None
    context = {"sheets": shortlist(sheets_of(user, [organisation])), "organisation": organisation}
    return Card(template="worksheets/_parts/_sheets_card.html", context=context, kind="main")


def shortlist(sheets: list[Line]) -> list[Line]:
    """Those that were begun, and the first that was not: the others wait on their own page."""
    waiting = next((one for one in sheets if one.worksheet is None), None)
    return [one for one in sheets if one.worksheet is not None or one is waiting]


@column(_("Theory of change"), order=30)
def theory_of_change(enrolments: list[Enrolment]) -> dict[int, Cell]:
    """The state of the organisation's sheet, never its text."""
    states = states_of({one.organisation_id for one in enrolments})
    found = {one.pk: states.get((one.organisation_id, Kind.THEORY_OF_CHANGE)) for one in enrolments}
    return {pk: Cell(State(known[0]).label, known[0]) for pk, known in found.items() if known}
