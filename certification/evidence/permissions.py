"""Who may ask for which file. What members wrote and were answered is for members; networks read that it happened, when, and its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from certification.evidence.models import Dossier
from coursesite.cohorts.permissions import officer_can
from coursesite.core.errors import NotFound
from coursesite.organisations.permissions import is_lead, is_member, is_officer

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Enrolment
    from coursesite.organisations.models import Organisation


def can_view(user: User, dossier: Dossier) -> bool:
    return Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists()


def can_ask(user: User, organisation: Organisation, enrolment: Enrolment | None) -> bool:
    if enrolment is not None:
        return enrolment.person_id == user.pk or officer_can(user, enrolment.cohort)
    return is_lead(user, organisation) or is_officer(user, organisation.network)


def reads_texts(user: User, organisation: Organisation) -> bool:
    return is_member(user, organisation)


def require_ask(user: User, organisation: Organisation, enrolment: Enrolment | None) -> None:
    if not can_ask(user, organisation, enrolment):
        raise NotFound(_("This page does not exist."))
