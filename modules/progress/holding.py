"""What an answer depends on, read in one query once the learner's enrolment is held: what another request of hers wrote is there, and no
other one writes until this one is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from coursesite.cohorts.enums import Track
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import NotFound
from coursesite.tracking.record import Known
from modules.catalogue.models import ModulePage, UnitPage
from modules.catalogue.outline import ModuleOutline
from modules.exercises.models import Exercise
from modules.progress.models import (
    Attempt,
    BegunAnswer,
    ModuleCompletion,
    ModuleOpening,
    ModuleStart,
    RequirementMet,
    SharedRequirement,
    UnitCompletion,
)
from modules.progress.rules import Done, best_of

if TYPE_CHECKING:
    from modules.progress.rules import Score

Row = tuple[str, int, int, int, str]


@dataclass(frozen=True)
class Held:
    """One learner in one module, before one exercise. `still_published`: the outline by which this was asked is that of the database."""

    start: ModuleStart | None
    seen: frozenset[int]
    met: frozenset[str]  # by her, by her organisation
    track: str
    scores: tuple[tuple[int, int, int], ...]  # exercise, raw, maximum
    completed: frozenset[int]  # modules
    last: int  # number of her last attempt at the exercise, from 1
    is_sent: bool  # this very answer is kept already
    is_begun: bool
    may_be_closed: bool  # some page is restricted, or the module has a day to come
    still_published: bool
    known: Known

    def has_to_wait(self, module: ModuleOutline) -> bool:
        """Perhaps: `closed_for` says."""
        return self.may_be_closed or module.prerequisite not in {None, *self.completed}

    def done(self, *more: tuple[int, int, int]) -> Done:
        """With these scores besides."""
        best: dict[int, Score] = best_of((*self.scores, *more))
        return Done(self.seen, best, self.met, accompanied=self.track != Track.AUTONOMY)


def hold(enrolment: Enrolment, module: ModuleOutline, exercise: int, op_id: UUID) -> Held:
    """Within a transaction. One query; where rows are locked one by one, another before it: a query that waits for a lock does not see
    what it waited for. Raises NotFound when the course is closed for this person."""
    if connection.features.has_select_for_update:
        list(Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment.pk).values_list("pk"))
    first, *others = _parts(enrolment, module, exercise, op_id)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in first.union(*others, all=True):
        found[row[0]].append(row)
    if not found["open"]:
        raise NotFound(_("This course is closed for you."))
    return Held(
        start=_start(enrolment, module, found["start"]),
        seen=frozenset(row[1] for row in found["unit"]),
        met=frozenset(row[4] for row in found["met"]),
        track=found["open"][0][4],
        scores=tuple(row[1:4] for row in found["attempt"]),
        completed=frozenset(row[1] for row in found["completed"]),
        last=max((row[1] for row in found["last"]), default=0),
        is_sent=bool(found["sent"]),
        is_begun=bool(found["begun"]),
        may_be_closed=bool(found["closing"]),
        still_published={row[:3] for row in (*found["page"], *found["exercise"])} == set(_published(module)),
        known=Known({row[1]: UUID(row[4]) for row in found["name"]}, has_receivers=bool(found["receiver"])),
    )


def _parts(enrolment: Enrolment, module: ModuleOutline, exercise: int, op_id: UUID) -> list[QuerySet]:
    hers = {"enrolment": enrolment.pk}
    starts, attempts = ModuleStart.objects.filter(module=module.pk, **hers), Attempt.objects.filter(**hers)
    here = attempts.filter(exercise=exercise)
    above = ModulePage.objects.filter(pk=module.pk).values("path")
    units = UnitPage.objects.live().annotate(above=Subquery(above)).filter(path__startswith=F("above"))
    opening = ModuleOpening.objects.filter(module=module.pk, cohort=enrolment.cohort_id, opens_on__gt=timezone.localdate())
    return [
        _rows("open", Enrolment.objects.open().filter(pk=enrolment.pk), text=F("cohort__track")),
        _rows("start", starts, "pk", "traced", text=Coalesce(Cast("passed_at", TextField()), Value("", TextField()))),
        _rows("unit", UnitCompletion.objects.filter(**hers), "unit"),
        _rows("met", RequirementMet.objects.filter(**hers), text=F("key")),
        _rows("met", SharedRequirement.objects.filter(organisation=enrolment.organisation_id), text=F("key")),
        _rows("attempt", attempts, "exercise", "raw", "maximum").distinct(),
        _rows("completed", ModuleCompletion.objects.filter(**hers), "module"),
        _rows("last", here, "number"),
        _rows("sent", Attempt.objects.filter(op_id=op_id)),
        _rows("begun", BegunAnswer.objects.filter(exercise=exercise, **hers)),
        _rows("closing", PageViewRestriction.objects.all()),
        _rows("closing", opening),
        _rows("page", ModulePage.objects.live().filter(pk=module.pk), "pk", Coalesce("live_revision", 0)),
        _rows("page", units, "pk", Coalesce("live_revision", 0)),
        _rows("exercise", Exercise.objects.non_polymorphic().filter(pk__in=module.named, live=True)),
        _rows("name", Known.names_of([enrolment.person_id]), "person", text=Cast("name", TextField())),
        _rows("receiver", Known.receivers()),
    ]


def _rows(what: str, found: QuerySet, ref: str = "pk", one: Any = 0, two: Any = 0, *, text: Any = "") -> QuerySet:
    """Rows of one shape, whatever they are about."""
    numbers = (Value(given, BigIntegerField()) if given == 0 else given for given in (one, two))
    words = Value(text, TextField()) if text == "" else text
    return found.order_by().values_list(Value(what, TextField()), Cast(ref, BigIntegerField()), *numbers, words)


def _published(module: ModuleOutline) -> Iterator[tuple[str, int, int]]:
    """The same as the rows of the database, by the outline."""
    yield "page", module.pk, module.revision or 0
    for unit in module.units:
        yield "page", unit.pk, unit.revision or 0
    yield from (("exercise", key, 0) for key in module.exercises)


def _start(enrolment: Enrolment, module: ModuleOutline, rows: list[Row]) -> ModuleStart | None:
    """Without its dates, which an answer does not need."""
    for _what, pk, traced, _none, passed in rows:
        names = ["id", "enrolment_id", "module_id", "traced", "passed_at"]
        at = datetime.fromisoformat(passed) if passed else None
        return ModuleStart.from_db(connection.alias, names, [pk, enrolment.pk, module.pk, traced, at])
    return None
