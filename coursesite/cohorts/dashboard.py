from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.cohorts.models import Programme
from coursesite.cohorts.queries import cohorts_with_figures, current_enrolment, trainers_of
from coursesite.cohorts.timetable import last_day_of
from coursesite.core.cards import Card, card
from coursesite.organisations.permissions import officer_networks

SHOWN = 20


@card(audience="participant", order=50)
def my_cohort(user: User, *, request: HttpRequest) -> Card | None:
    enrolment = current_enrolment(user)
    if enrolment is None:
        return None
    last = last_day_of(enrolment)
    extended = last if last > enrolment.cohort.ends_on else None
    context = {"cohort": enrolment.cohort, "trainers": list(trainers_of(enrolment.cohort)), "extended": extended}
    return Card("cohorts/_parts/_cohort_card.html", context, kind="side")


@card(audience="officer", order=20)
def my_cohorts(user: User, *, request: HttpRequest) -> Card | None:
    found = list(cohorts_with_figures(user).filter(programme__network__in=officer_networks(user))[: SHOWN + 100])
    if not found:
        return None
    return Card("cohorts/_parts/_cohorts_card.html", {"cohorts": found[:SHOWN], "more": len(found[SHOWN:])}, kind="main")


@card(audience="officer", order=10)
def next_for_officer(user: User, *, request: HttpRequest) -> Card | None:
    """What keeps a cohort from working, the most recent first: no programme, no cohort, no organisation, no trainer."""
    cohorts = list(cohorts_with_figures(user).filter(programme__network__in=officer_networks(user))[:SHOWN])
    if not cohorts:
        if Programme.objects.visible_to(user).exists():
            said = (
                _("Open your first cohort"),
                _("Its dates are proposed; trainers and organisations come next."),
                _("Open a cohort"),
            )
            return _next(*said, reverse("cohorts:create"))
        said = (
            _("Describe your programme"),
            _("Its name, its length, its objectives: three minutes."),
            _("Describe a programme"),
        )
        return _next(*said, reverse("cohorts:programme_create"))
    for cohort in cohorts:
        page = {"args": [cohort.public_id]}
        if not cohort.organisation_count:
            text = _("No organisation takes part yet. One by one, or a whole list from a spreadsheet.")
            return _next(cohort.name, text, _("Add an organisation"), reverse("cohorts:add_organisation", **page))
        if not cohort.trainer_count:
            text = _("Nobody trains this cohort yet. What organisations send would find no reader.")
            return _next(cohort.name, text, _("Choose who trains"), reverse("cohorts:add_trainer", **page))
    return None


def _next(title: str, text: str, action: str, url: str) -> Card:
    return Card(
        "cohorts/_parts/_next_card.html", {"title": title, "text": text, "action": action, "url": url}, kind="next", priority=50
    )
