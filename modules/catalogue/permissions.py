from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.core.prepared import Prepared, Slot
from coursesite.organisations.models import NetworkRole


def open_enrolment(user: User) -> int | None:
    """The enrolment under which the person reads and answers: her latest that is open. One query."""
    if not user.is_authenticated:
        return None
    found = _latest().one(person=user.pk, today=timezone.localdate())
    return found[0] if found else None


@cache
def _latest() -> Prepared:
    """Asked by every page of a lesson."""

    def build() -> QuerySet:
        today: Any = Slot("today", DateField())
        hers = Enrolment.objects.open(today).filter(person=Slot("person", BigIntegerField()))
        return hers.order_by("-enrolled_at").values_list("pk")[:1]

    return Prepared(build)


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
