"""A gentle word to those who have gone quiet. The sweep may run twice, or in two places at once: a row stands for each message."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coursesite.cohorts.calendar import is_working_hour
from coursesite.cohorts.models import Enrolment
from coursesite.notifications.actions import notify
from modules.progress.models import Nudge
from modules.progress.quiet import Quiet, quiet


def nudge(now: datetime | None = None) -> int:
    """Returns how many messages it promised."""
    now = now or timezone.now()
    if not is_working_hour(now):
        return 0
    today = timezone.localdate(now)
    running = Q(cohort__ends_on__gte=today) | Q(extensions__until__gte=today)
    following = Enrolment.objects.open().filter(running, person__is_active=True, cohort__starts_on__lte=today)
    following = following.filter(cohort__programme__quiet_reminders__gt=0).distinct()
    return sum(_write(one, now) for one in quiet(following.select_related("person", "cohort__programme").order_by("pk"), now))


@transaction.atomic
def _write(one: Quiet, now: datetime) -> bool:
    row, created = Nudge.objects.get_or_create(
        enrolment=one.enrolment, quiet_since=one.since, number=one.number, defaults={"at": now}
    )
    if created:
        notify("progress.quiet", to=one.enrolment.person, payload={"nudge": row.pk}, dedupe=str(row.pk))
    return created
