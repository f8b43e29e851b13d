from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

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
    """What a trainer reads: of the cohorts that she trains, never her own."""
    return AdviceRequest.objects.visible_to(user).exclude(attempt__enrolment__person=user)


@dataclass(frozen=True)
class Advice:
    """Of one exercise, for whoever answered it: what she asked last, and whether she may ask about what she wrote since."""

    request: AdviceRequest | None
    may_ask: bool


def advice_on(enrolment: int, content: Content, attempts: int) -> Advice:
    """Two queries. `attempts`: how many she has made; the last is what a request would be about."""
    asked = AdviceRequest.objects.filter(attempt__enrolment=enrolment, attempt__exercise=content.pk)
    last = asked.select_related("attempt", "answered_by").order_by("-attempt__number").first()
    if last is not None and (last.answered_at is None or last.attempt.number >= attempts):
        return Advice(last, may_ask=False)
    trained = TrainerAssignment.objects.current().filter(cohort=OuterRef("cohort"))
    return Advice(last, Enrolment.objects.filter(Exists(trained), pk=enrolment).exists())
