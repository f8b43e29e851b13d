from __future__ import annotations

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.organisations.models import NetworkRole


def open_enrolment(user: User) -> int | None:
    """The enrolment under which the person reads and answers: her latest that is open. One query."""
    if not user.is_authenticated:
        return None
    return Enrolment.objects.open().filter(person=user).order_by("-enrolled_at").values_list("pk", flat=True).first()


def accompanies(user: User) -> bool:
    """Who trains a cohort, acts for a network or edits the site reads every lesson, and answers none. One query."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    me = Q(person=OuterRef("pk"))
    reasons = (
        Q(Exists(TrainerAssignment.objects.current().filter(me)))
        | Q(Exists(NetworkRole.objects.current().filter(me)))
        | Q(Exists(Group.objects.filter(name=EDITORS, user=OuterRef("pk"))))
    )
    return User.objects.filter(reasons, pk=user.pk).exists()


def can_read_lessons(user: User) -> bool:
    return open_enrolment(user) is not None or accompanies(user)
