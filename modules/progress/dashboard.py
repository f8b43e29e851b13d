from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.columns import Cell, column
from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.queries import current_enrolment
from coursesite.core.cards import Card, card
from modules.catalogue.outline import outline
from modules.progress import queries
from modules.progress.poles import way


@card(audience="participant", order=10)
def going_on(user: Any, *, request: HttpRequest) -> Card | None:
    """Where I stopped. A worksheet that came back goes before it."""
    enrolment = current_enrolment(user)
    going = queries.going_on(enrolment) if enrolment else None
    if going is None:
        return None
    return Card(template="progress/_parts/_next_card.html", context={"going": going}, kind="next", priority=10)


@card(audience="participant", order=20)
def the_way(user: Any, *, request: HttpRequest) -> Card | None:
    """The modules as poles."""
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    states = queries.module_progress(enrolment)
    poles = way(states)
    current = next((pole for pole in poles if pole["state"] == "current"), None)
    # The short row of poles has no visible words, hence no links either.
    context = {"poles": [{**pole, "url": ""} for pole in poles], "current": current}
    return Card(template="progress/_parts/_way_card.html", context=context, kind="main")


@column(_("Modules"), order=20)
def modules(enrolments: list[Enrolment]) -> dict[int, Cell]:
    """How many modules each person has completed."""
    total = len(outline())
    return {
        pk: Cell(
            gettext("%(done)d of %(total)d") % {"done": len(found), "total": total},
            "done" if found and len(found) == total else "",
        )
        for pk, found in queries.completed_modules(enrolments).items()
    }
