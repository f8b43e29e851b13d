from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.models import Certificate
from certification.certificates.queries import candidates
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


@card(audience="officer", order=30)
def ready_people(user: Any, *, request: HttpRequest) -> Card | None:
    """Cohorts that are running, with how many people are ready for a certificate."""
    cohorts = list(
        Cohort.objects.filter(programme__network__in=officer_networks(user), starts_on__lte=timezone.localdate())
        .select_related("programme__network")
        .order_by("-starts_on", "name")[:20]
    )
    if not cohorts:
        return None
    enrolments = Enrolment.objects.filter(cohort__in=cohorts, left_on=None).select_related(
        "person", "organisation", "cohort__programme"
    )
    found = candidates(list(enrolments))
    ready = Counter(one.enrolment.cohort_id for one in found if one.ready)
    held = Counter(one.enrolment.cohort_id for one in found if one.certificate)
    rows = [{"cohort": cohort, "ready": ready[cohort.pk], "held": held[cohort.pk]} for cohort in cohorts]
    rows.sort(key=lambda row: -row["ready"])
    return Card(
        template="certificates/_parts/_ready_card.html", context={"rows": rows, "ready": sum(ready.values())}, kind="main"
    )


@column(gettext_lazy("Certificate"), order=90)
def values(enrolments: list[Enrolment]) -> dict[int, Cell]:
    held = Certificate.objects.current().filter(enrolment__in=enrolments).order_by("pk").values_list("enrolment", "serial")
    return {enrolment: Cell(_("issued, %(serial)s") % {"serial": serial}, "done") for enrolment, serial in held}
