"""When a module opens: after another one (said by editors, for everybody), and from a day (said by those who follow a cohort)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BigIntegerField, DateField, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import may_follow
from coursesite.core.dates import written
from coursesite.core.errors import Invalid
from coursesite.core.prepared import Prepared, Slot
from modules.catalogue.outline import ModuleOutline, outline
from modules.progress.models import ModuleCompletion, ModuleOpening

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort


@dataclass(frozen=True)
class Closed:
    """Why somebody does not read a module yet: its day is to come, or another one is to be completed, or both."""

    day: date | None = None
    after: ModuleOutline | None = None

    @property
    def reason(self) -> str:
        day = written(self.day)
        if self.after is None:
            return _("Opens on %(day)s.") % {"day": day}
        name = self.after.pole or self.after.title
        if not day:
            return _("Opens after the module “%(module)s”.") % {"module": name}
        return _("Opens on %(day)s, after the module “%(module)s”.") % {"day": day, "module": name}


def why_closed(module: ModuleOutline, days: Mapping[int, date], completed: Collection[int]) -> Closed | None:
    """`days`: those to come, by module. `completed`: primary keys. A module that is no longer published is not waited for."""
    after = next((one for one in outline() if one.pk == module.prerequisite and one.pk not in completed), None)
    day = days.get(module.pk)
    return Closed(day, after) if day or after else None


def days_to_come(enrolment: int) -> dict[int, date]:
    """Module → the day it opens for the cohort of this enrolment, of those that have not come. One query."""
    found = ModuleOpening.objects.filter(cohort__enrolments=enrolment, opens_on__gt=timezone.localdate())
    return dict(found.values_list("module", "opens_on"))


def closed_for(enrolment: int, module: ModuleOutline) -> Closed | None:
    """One query, two for a module that comes after another."""
    completed: Collection[int] = ()
    if module.prerequisite is not None:
        found = ModuleCompletion.objects.filter(enrolment=enrolment, module=module.prerequisite)
        completed = list(found.values_list("module", flat=True))
    to_come = _day_to_come().one(enrolment=enrolment, module=module.pk, today=timezone.localdate())
    return why_closed(module, {module.pk: to_come[0]} if to_come else {}, completed)


@cache
def _day_to_come() -> Prepared:
    """Of one module. Asked by every page of a lesson."""

    def build() -> QuerySet:
        enrolment, module = Slot("enrolment", BigIntegerField()), Slot("module", BigIntegerField())
        today: Any = Slot("today", DateField())
        found = ModuleOpening.objects.filter(cohort__enrolments=enrolment, module=module, opens_on__gt=today)
        return found.values_list("opens_on")

    return Prepared(build)


@transaction.atomic
def set_openings(cohort: Cohort, days: Mapping[int, date | None], *, by: User) -> None:
    """`days`: module → its first day, None for a module that is open from the beginning. Modules not named keep theirs.

    Raises Invalid for a day after the end of the cohort, and for a module that is not of the course; nothing is written then.
    """
    may_follow(by, cohort)
    known = {module.pk for module in outline()}
    if unknown := set(days) - known:
        raise Invalid(
            _("This module is not published."), errors={str(pk): [_("This module is not published.")] for pk in unknown}
        )
    message = _("The cohort ends on %(day)s: choose a day before.") % {"day": written(cohort.ends_on)}
    if late := {str(pk): [message] for pk, day in days.items() if day and day > cohort.ends_on}:
        raise Invalid(message, errors=late)
    ModuleOpening.objects.filter(cohort=cohort, module__in=[pk for pk, day in days.items() if day is None]).delete()
    ModuleOpening.objects.bulk_create(
        [ModuleOpening(cohort=cohort, module_id=pk, opens_on=day) for pk, day in days.items() if day],
        update_conflicts=True,
        unique_fields=["cohort", "module"],
        update_fields=["opens_on"],
    )
