"""The time people have: breaks of a cohort or of a person, extensions, and the last day that each deadline and reminder asks for here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Break, Cohort, Enrolment, Extension
from coursesite.cohorts.permissions import may_follow
from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text

if TYPE_CHECKING:
    from coursesite.accounts.models import User

LONGEST = timedelta(days=366)


class Timetable:
    """Of some enrolments, with their cohorts loaded. Two queries, whatever their number."""

    def __init__(self, enrolments: Iterable[Enrolment]) -> None:
        rows = list(enrolments)
        self._extended: dict[int, date] = {}
        extensions = Extension.objects.filter(enrolment__in=[one.pk for one in rows]).order_by("until")
        for enrolment, until in extensions.values_list("enrolment", "until"):
            self._extended[enrolment] = until
        self._breaks: dict[tuple[int, int | None], list[Break]] = defaultdict(list)
        for one in Break.objects.filter(cohort__in={one.cohort_id for one in rows}):
            self._breaks[one.cohort_id, one.enrolment_id].append(one)

    def last_day(self, enrolment: Enrolment) -> date:
        """Of the cohort, or of the longest extension of this person."""
        return max(enrolment.cohort.ends_on, self._extended.get(enrolment.pk, enrolment.cohort.ends_on))

    def breaks(self, enrolment: Enrolment) -> list[Break]:
        return [*self._breaks[enrolment.cohort_id, None], *self._breaks[enrolment.cohort_id, enrolment.pk]]

    def is_working(self, enrolment: Enrolment, day: date) -> bool:
        """Whether something may be expected of this person on this day."""
        within = enrolment.cohort.starts_on <= day <= self.last_day(enrolment)
        return within and not any(one.starts_on <= day <= one.ends_on for one in self.breaks(enrolment))

    def days_expected(self, enrolment: Enrolment, after: date, until: date) -> int:
        """Days from `after` (not counted) to `until` (counted), those of breaks and those before the cohort left out."""
        span = ((after + timedelta(days=step)) for step in range(1, (until - after).days + 1))
        return sum(self.is_working(enrolment, day) for day in span)


def last_day_of(enrolment: Enrolment) -> date:
    return Timetable([enrolment]).last_day(enrolment)


@transaction.atomic
def declare_break(cohort: Cohort, *, starts_on: date, ends_on: date, enrolment: Enrolment | None = None, by: User) -> Break:
    """For everybody, or for one person. The same again returns the one that is there."""
    may_follow(by, cohort)
    if ends_on < starts_on or ends_on - starts_on > LONGEST:
        message = _("The last day comes after the first.") if ends_on < starts_on else _("A break lasts a year at most.")
        raise Invalid(message, errors={"ends_on": [message]})
    fields = {"cohort": cohort, "enrolment": enrolment, "starts_on": starts_on, "ends_on": ends_on}
    return Break.objects.filter(**fields).first() or Break.objects.create(**fields, declared_by=by)


@transaction.atomic
def remove_break(one: Break, *, by: User) -> None:
    may_follow(by, one.cohort)
    one.delete()


@transaction.atomic
def extend(enrolment: Enrolment, *, until: date, reason: str, by: User) -> Extension:
    """The same day again returns what was granted."""
    may_follow(by, enrolment.cohort)
    reason = clean_text(reason, limit=500, name="reason")
    if not reason:
        raise Invalid(_("Say why."), errors={"reason": [_("Say why.")]})
    if not enrolment.cohort.ends_on < until <= enrolment.cohort.ends_on + LONGEST:
        message = _("Choose a day after the end of the cohort, within a year.")
        raise Invalid(message, errors={"until": [message]})
    fields = {"reason": reason, "granted_by": by}
    extension, _created = Extension.objects.get_or_create(enrolment=enrolment, until=until, defaults=fields)
    return extension
