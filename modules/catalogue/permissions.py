from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q

from coursesite.accounts.models import User as Person
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.organisations.models import NetworkRole

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def can_read_lessons(user: User) -> bool:
    """Who follows a cohort, trains one, acts for a network or edits the site. One query."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    me = Q(person=OuterRef("pk"))
    reasons = (
        Q(Exists(Enrolment.objects.open().filter(me)))
        | Q(Exists(TrainerAssignment.objects.current().filter(me)))
        | Q(Exists(NetworkRole.objects.current().filter(me)))
        | Q(Exists(Group.objects.filter(name=EDITORS, user=OuterRef("pk"))))
    )
    return Person.objects.filter(reasons, pk=user.pk).exists()
