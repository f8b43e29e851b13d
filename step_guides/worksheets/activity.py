"""When somebody last wrote, for the reminders of those who have gone quiet (`modules/progress/quiet.py`)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from coursesite.cohorts.models import Enrolment
from modules.progress.quiet import activity
from step_guides.worksheets.models import Revision, Submission


@activity
def last_change(enrolments: list[Enrolment]) -> dict[int, datetime]:
    """Her own last save. One query."""
    saves = Revision.objects.filter(by__in=[one.person_id for one in enrolments]).order_by()
    last = dict(saves.values_list("by").annotate(last=Max("at")))
    return {one.pk: last[one.person_id] for one in enrolments if one.person_id in last}


@activity
def waiting(enrolments: list[Enrolment]) -> dict[int, datetime]:
    """While trainers have a version of her organisation, nobody is silent; then silence begins with their answer. One query."""
    sent = Submission.objects.filter(cohort__in={one.cohort_id for one in enrolments}, withdrawn_at=None).order_by()
    rows = sent.values_list("cohort", "worksheet__organisation", "decided_at")
    found: dict[tuple[int, int], datetime] = {}
    for cohort, organisation, decided_at in rows:
        place, at = (cohort, organisation), decided_at or timezone.now()
        found[place] = max(at, found.get(place, at))
    return {one.pk: found[place] for one in enrolments if (place := (one.cohort_id, one.organisation_id)) in found}
