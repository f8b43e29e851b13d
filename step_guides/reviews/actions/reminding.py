"""Telling what waits too long. The sweep may run twice, or in two places at once: a row stands for each message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coursesite.cohorts.calendar import is_working_hour
from coursesite.notifications.actions import notify
from step_guides.reviews.enums import Stage, ThreadState
from step_guides.reviews.models import Reminder
from step_guides.reviews.waiting import Waiting, Watch

if TYPE_CHECKING:
    from coursesite.accounts.models import User

MESSAGES = {Stage.REMINDER: "reviews.reminded", Stage.ESCALATION: "reviews.escalated"}


def remind(now: datetime | None = None) -> int:
    """One sweep, in the hours when people work. Returns how many messages it promised."""
    now = now or timezone.now()
    if not is_working_hour(now):
        return 0
    watch = Watch(now)
    live = Q(submission__decided_at=None, submission__withdrawn_at=None, question=None) | Q(
        question__thread__state=ThreadState.OPEN
    )
    told = set(Reminder.objects.filter(live).values_list("submission", "question", "stage", "person"))
    number = 0
    for waits in watch.waiting():
        submission, question = (one.pk if one else None for one in (waits.submission, waits.question))
        for stage, person in watch.to_tell(waits):
            if (submission, question, stage.value, person.pk) not in told:
                number += _tell(waits, stage, person)
    return number


@transaction.atomic
def _tell(waits: Waiting, stage: Stage, person: User) -> bool:
    """What was answered meanwhile is found out when the message leaves."""
    reminder, created = Reminder.objects.get_or_create(**waits.subject, stage=stage, person=person)
    if created:
        notify(MESSAGES[stage], to=person, payload={"reminder": reminder.pk}, dedupe=str(reminder.pk))
    return created
