"""Asking for a file of evidence. The request is a row and a promise; the worker makes the file (`making`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from certification.evidence.models import Dossier
from certification.evidence.permissions import reads_texts, require_ask
from coursesite.core.errors import TooOften
from coursesite.core.outbox import promise
from coursesite.core.throttle import times

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment
    from coursesite.organisations.models import Organisation

DOSSIER = "evidence-dossier"
MOST_AN_HOUR, HOUR = 30, 3600


def ask_for_learner(enrolment: Enrolment, *, by: User) -> Dossier:
    return _ask(enrolment.organisation, enrolment, by=by)


def ask_for_organisation(organisation: Organisation, *, by: User) -> Dossier:
    return _ask(organisation, None, by=by)


@transaction.atomic
def _ask(organisation: Organisation, enrolment: Enrolment | None, *, by: User) -> Dossier:
    """Being made already, of the same: the same request. Made before: it is made anew, and what was made is forgotten.

    A learner may have come back to her cohort for another organisation: hers is one row still, of where she is now.
    """
    require_ask(by, organisation, enrolment)
    texts = reads_texts(by, organisation)
    what: dict[str, Any] = {"organisation": organisation, "with_texts": texts}
    about = {"enrolment": enrolment} if enrolment else {"enrolment": None, "organisation": organisation}
    dossier, created = Dossier.objects.get_or_create(**about, asked_by=by, defaults=what)
    if not created and not dossier.ask_anew(unless=what, **what):
        return dossier
    dossier.cohorts.clear()
    if times("evidence", str(by.pk), seconds=HOUR) > MOST_AN_HOUR:
        raise TooOften(_("You have asked for many documents within the hour. Wait a little before the next ones."), wait=HOUR)
    promise(DOSSIER, key=f"{DOSSIER}:{dossier.public_id}:{dossier.asks}", payload={"dossier": dossier.pk, "ask": dossier.asks})
    return dossier
