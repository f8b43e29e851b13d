from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.cohorts.queries import trainers_of
from coursesite.organisations.models import Membership
from modules.advice.models import AdviceQuerySet, AdviceRequest

if TYPE_CHECKING:
    from modules.exercises.content import Content


def readers_of(enrolment: Enrolment) -> QuerySet[User]:
    """Who trains her cohort today and is not of her organisation."""
    members = Membership.objects.current().filter(organisation=enrolment.organisation_id).values("person")
    return trainers_of(enrolment.cohort).exclude(pk__in=members)


def to_answer_by(user: User) -> AdviceQuerySet:
    """What a trainer reads: of the cohorts that she trains, never her own; of who has left, what was answered."""
    here = Q(attempt__enrolment__in=Enrolment.objects.open().values("pk"))
    read = here | Q(answered_at__isnull=False)
    return AdviceRequest.objects.visible_to(user).filter(read).exclude(attempt__enrolment__person=user)


@dataclass(frozen=True)
class Advice:
    """Of one exercise, for whoever answered it: what she asked last, and whether she may ask about what she wrote since."""

    request: AdviceRequest | None
    may_ask: bool


def advice_on(enrolment: int, content: Content, attempts: int) -> Advice:
    """One query, two once she has asked. `attempts`: how many she has made; the last is what a request would be about."""
    asked = AdviceRequest.objects.filter(attempt__enrolment=enrolment, attempt__exercise=content.pk).order_by("-attempt__number")
    trained = TrainerAssignment.objects.current().filter(cohort=OuterRef("cohort"))
    found = Enrolment.objects.filter(pk=enrolment).annotate(last=Subquery(asked.values("pk")[:1]), has_trainer=Exists(trained))
    pk, has_trainer = found.values_list("last", "has_trainer").get()
    last = asked.select_related("attempt", "answered_by").get(pk=pk) if pk else None
    is_new = last is None or (last.answered_at is not None and last.attempt.number < attempts)
    return Advice(last, may_ask=is_new and has_trainer)
