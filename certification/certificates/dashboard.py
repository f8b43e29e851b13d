from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.models import Certificate
from certification.certificates.queries import Candidate, candidates
from certification.certificates.verification import standing
from coursesite.cohorts.columns import Cell, column
from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.cohorts.queries import current_enrolments
from coursesite.core.cards import Card, card
from coursesite.organisations.permissions import officer_networks


@card(audience="participant", order=60)
def certificates(user: Any, *, request: HttpRequest) -> Card | None:
    """When she holds one, or has met every condition of one."""
    held = [(one, standing(one)) for one in Certificate.objects.filter(enrolment__person=user).select_related("issuer")]
    ready = [one for one in candidates(list(current_enrolments(user).select_related("person"))) if one.ready]
    if not held and not ready:
        return None
    return Card(template="certificates/_parts/_mine_card.html", context={"held": held, "waiting": ready}, kind="side")


@card(audience="participant", order=95)
def certificate_there(user: Any, *, request: HttpRequest) -> Card | None:
    """When nothing else is to be done: the last certificate she received, if it is still valid."""
    last = Certificate.objects.current().filter(enrolment__person=user).select_related("issuer").order_by("-pk").first()
    if last is None or standing(last).tone != "done":
        return None
    return Card("certificates/_parts/_there_card.html", {"certificate": last}, kind="next", priority=3)


@dataclass(frozen=True)
class Row:
    cohort: Cohort
    ready: list[Candidate]
    held: int


_asked: WeakKeyDictionary[HttpRequest, dict[int, list[Row]]] = WeakKeyDictionary()  # two cards of one page ask the same


def _rows(user: Any, request: HttpRequest) -> list[Row]:
    """Cohorts that are running, those where somebody is ready first."""
    known = _asked.setdefault(request, {})
    if user.pk not in known:
        cohorts = list(
            Cohort.objects.filter(programme__network__in=officer_networks(user), starts_on__lte=timezone.localdate())
            .select_related("programme__network")
            .order_by("-starts_on", "name")[:20]
        )
        enrolments = Enrolment.objects.filter(cohort__in=cohorts, left_on=None).select_related(
            "person", "organisation", "cohort__programme"
        )
        found = candidates(list(enrolments)) if cohorts else []
        held = Counter(one.enrolment.cohort_id for one in found if one.certificate)
        rows = [
            Row(cohort, [one for one in found if one.ready and one.enrolment.cohort_id == cohort.pk], held[cohort.pk])
            for cohort in cohorts
        ]
        known[user.pk] = sorted(rows, key=lambda row: -len(row.ready))
    return known[user.pk]


@card(audience="officer", order=5)
def to_issue(user: Any, *, request: HttpRequest) -> Card | None:
    """People who have met every condition wait for their certificate: it goes before the rest."""
    rows = _rows(user, request)
    if not rows or not rows[0].ready:
        return None
    return Card("certificates/_parts/_issue_card.html", {"row": rows[0]}, kind="next", priority=60)


@card(audience="officer", order=30)
def ready_people(user: Any, *, request: HttpRequest) -> Card | None:
    """Cohorts that are running, with how many people are ready for a certificate."""
    rows = _rows(user, request)
    if not rows:
        return None
    return Card("certificates/_parts/_ready_card.html", {"rows": rows, "ready": sum(len(row.ready) for row in rows)})


@column(gettext_lazy("Certificate"), order=90)
def values(enrolments: list[Enrolment]) -> dict[int, Cell]:
    held = Certificate.objects.current().filter(enrolment__in=enrolments).order_by("pk").values_list("enrolment", "serial")
    return {enrolment: Cell(_("issued, %(serial)s") % {"serial": serial}, "done") for enrolment, serial in held}
