from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from coursesite.cohorts.enums import Track
from coursesite.cohorts.models import Enrolment
from modules.catalogue.outline import ModuleOutline, UnitOutline, outline
from modules.catalogue.requirements import label
from modules.progress import rules
from modules.progress.models import Attempt, ModuleCompletion, ShortPathFollowed, UnitCompletion
from modules.progress.openings import Closed, days_to_come, why_closed
from modules.progress.rules import Done


@dataclass(frozen=True)
class ModuleState:
    """How far one person is in one module. `seen` and `units` are numbers of lessons."""

    module: ModuleOutline
    seen: int
    units: int
    percent: int
    completed_at: datetime | None
    next_unit_url: str | None
    next_unit_title: str = ""
    missing: tuple[str, ...] = ()  # requirements not met yet
    to_try: int = 0  # exercises never answered
    raw: int = 0
    maximum: int = 0
    is_passed: bool = False  # the exercises: all tried, enough points
    threshold: int = rules.THRESHOLD
    closed: Closed | None = None  # why it cannot be read yet
    followed_at: datetime | None = None  # gone through by the short path: never thereby completed

    @property
    def is_begun(self) -> bool:
        return self.percent > 0 or self.seen > 0

    @property
    def missing_labels(self) -> list[str]:
        return [text for key in self.missing if (text := label(key))]


def done_by(enrolments: Iterable[int]) -> dict[int, Done]:
    """What each enrolment has done. Three queries, whatever their number."""
    wanted = list(enrolments)
    seen: dict[int, set[int]] = defaultdict(set)
    met: dict[int, set[str]] = defaultdict(set)
    tracks: dict[int, str] = {}
    scores: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for enrolment, unit in UnitCompletion.objects.filter(enrolment__in=wanted).values_list("enrolment", "unit"):
        seen[enrolment].add(unit)
    hers = Enrolment.objects.filter(pk__in=wanted).order_by()
    for enrolment, track, *keys in hers.values_list(
        "pk", "cohort__track", "requirements_met__key", "organisation__shared_requirements__key"
    ):
        tracks[enrolment] = track
        met[enrolment].update(filter(None, keys))
    attempts = Attempt.objects.filter(enrolment__in=wanted).order_by()
    for enrolment, exercise, raw, maximum in attempts.values_list("enrolment", "exercise", "raw", "maximum").distinct():
        scores[enrolment].append((exercise, raw, maximum))
    return {
        pk: Done(frozenset(seen[pk]), rules.best_of(scores[pk]), frozenset(met[pk]), accompanied=tracks.get(pk) != Track.AUTONOMY)
        for pk in wanted
    }


def completed_modules(enrolments: Iterable[Enrolment]) -> dict[int, dict[str, datetime]]:
    """Enrolment → slug of each module completed → when. One query."""
    found: dict[int, dict[str, datetime]] = {enrolment.pk: {} for enrolment in enrolments}
    rows = ModuleCompletion.objects.filter(enrolment__in=list(found)).values_list("enrolment", "module__slug", "completed_at")
    for enrolment, slug, at in rows:
        found[enrolment][slug] = at
    return found


def module_progress(enrolment: Enrolment) -> list[ModuleState]:
    """The whole course for one person, in order. Six queries."""
    done = done_by([enrolment.pk])[enrolment.pk]
    completed = completed_modules([enrolment])[enrolment.pk]
    closed = _closed(enrolment, completed)
    followed = dict(ShortPathFollowed.objects.filter(enrolment=enrolment).values_list("module", "followed_at"))
    states = (_state(module, done, completed.get(module.slug)) for module in outline())
    return [replace(one, closed=closed.get(one.module.pk), followed_at=followed.get(one.module.pk)) for one in states]


def _closed(enrolment: Enrolment, completed: Collection[str]) -> dict[int, Closed]:
    """Module → why it is not open yet, by the slugs of those completed. One query."""
    days, done = days_to_come(enrolment.pk), {module.pk for module in outline() if module.slug in completed}
    return {module.pk: closed for module in outline() if (closed := why_closed(module, days, done))}


def _state(module: ModuleOutline, done: Done, completed_at: datetime | None) -> ModuleState:
    following = rules.next_unit(module, done)
    raw, maximum = rules.score(module, done)
    return ModuleState(
        module=module,
        seen=sum(unit.pk in done.seen for unit in module.units),
        units=len(module.units),
        percent=100 if completed_at else rules.percent(module, done),
        completed_at=completed_at,
        next_unit_url=following.url if following else None,
        next_unit_title=following.title if following else "",
        missing=tuple(key for key in rules.required(module, done) if key not in done.met),
        to_try=sum(key not in done.best for key in module.exercises),
        raw=raw,
        maximum=maximum,
        is_passed=rules.exercises_passed(module, done),
    )


@dataclass(frozen=True)
class Going:
    """Where to go on. `begun`: something of the course is done already."""

    unit: UnitOutline
    module: ModuleOutline
    begun: bool


def going_on(enrolment: Enrolment) -> Going | None:
    """In the module worked on last, else in the first one that is not complete."""
    done = done_by([enrolment.pk])[enrolment.pk]
    completed = completed_modules([enrolment])[enrolment.pk]
    latest = _worked_on_last(enrolment)
    waiting = [module for module in outline() if module.is_open and module.slug not in completed]
    closed = _closed(enrolment, completed)
    waiting = [module for module in waiting if module.pk not in closed]
    waiting.sort(key=lambda module: latest not in {unit.pk for unit in module.units})
    begun = bool(done.seen or done.best)
    return next((Going(unit, module, begun) for module in waiting if (unit := rules.next_unit(module, done)) is not None), None)


def _worked_on_last(enrolment: Enrolment) -> int | None:
    rows = UnitCompletion.objects.filter(enrolment=enrolment).order_by("-seen_at", "-pk")
    return rows.values_list("unit", flat=True).first()
