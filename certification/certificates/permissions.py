from __future__ import annotations

from typing import TYPE_CHECKING

from certification.certificates.models import Certificate
from coursesite.cohorts.permissions import officer_can
from coursesite.organisations.permissions import is_officer

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort, Enrolment


def can_view(user: User, certificate: Certificate) -> bool:
    return Certificate.objects.visible_to(user).filter(pk=certificate.pk).exists()


def can_issue(user: User, enrolment: Enrolment) -> bool:
    return officer_can(user, enrolment.cohort)


def can_revoke(user: User, certificate: Certificate) -> bool:
    return is_officer(user, certificate.issuer.network)


def can_prepare(user: User, cohort: Cohort) -> bool:
    """Who says who may be certified in a cohort, and issues."""
    return officer_can(user, cohort)
