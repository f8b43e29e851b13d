"""Who has gone quiet. Rooms above say in their `activity.py` when somebody last did something, without this one knowing them:

@activity
def last_change(enrolments: list[Enrolment]) -> dict[int, datetime]: ...   # {enrolment_id: moment}; a fixed number of queries
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.timetable import Timetable
from modules.progress.models import Attempt, Nudge, UnitCompletion

Moments = Callable[[list[Enrolment]], dict[int, datetime]]
_activities: list[Moments] = []


def activity(moments: Moments) -> Moments:
    _activities.append(moments)
    return moments


def last_seen(enrolments: list[Enrolment]) -> dict[int, datetime]:
    """The last sign of life of each, with its person loaded: enrolling and signing in count."""
    autodiscover_modules("activity")
    found: dict[int, list[datetime]] = defaultdict(list)
    for one in enrolments:
        found[one.pk] += [one.enrolled_at, *([one.person.last_login] if one.person.last_login else [])]
    for rows, name in ((Attempt.objects, "at"), (UnitCompletion.objects, "seen_at")):
        for enrolment, at in rows.filter(enrolment__in=list(found)).order_by().values_list("enrolment").annotate(last=Max(name)):
            found[enrolment].append(at)
    for moments in _activities:
        for enrolment, at in moments(enrolments).items():
            found[enrolment].append(at)
    return {pk: max(moments) for pk, moments in found.items()}


@dataclass(frozen=True)
class Quiet:
    """Somebody to write to. `number`: how many times with this one, in this silence."""

    enrolment: Enrolment
    since: datetime
    number: int


def quiet(enrolments: Iterable[Enrolment], now: datetime) -> list[Quiet]:
    """Those of whom something is expected today, silent for as long as their programme says, since they were last written to if they
    were. Asks for `person` and `cohort__programme` to be loaded; a fixed number of queries."""
    rows, today = list(enrolments), timezone.localdate(now)
    timetable, seen = Timetable(rows), last_seen(rows)
    written: dict[int, list[Nudge]] = defaultdict(list)
    for nudge in Nudge.objects.filter(enrolment__in=[one.pk for one in rows]).order_by("at"):
        if nudge.at >= seen[nudge.enrolment_id]:
            written[nudge.enrolment_id].append(nudge)
    found = []
    for one in rows:
        programme, before = one.cohort.programme, written[one.pk]
        if len(before) >= programme.quiet_reminders or not timetable.is_working(one, today):
            continue
        start = timezone.localdate(before[-1].at if before else seen[one.pk])
        if timetable.days_expected(one, start, today) >= programme.quiet_days:
            found.append(Quiet(one, seen[one.pk], len(before) + 1))
    return found
