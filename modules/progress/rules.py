"""What counts as done. Pure: a module as published, and what one learner has of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from modules.catalogue.outline import ModuleOutline, UnitOutline
from modules.catalogue.requirements import asked

THRESHOLD = 70  # percent of the points of a module's exercises, best attempts
Score = tuple[int, int]  # raw, maximum


def better(one: Score, other: Score | None) -> bool:
    """Whether a score beats another, as shares of their maxima: an exercise may have grown between two attempts."""
    return other is None or one[0] * other[1] > other[0] * one[1]


def best_of(scores: Iterable[tuple[int, int, int]]) -> dict[int, Score]:
    """(exercise, raw, maximum) of every attempt → the best of each exercise."""
    best: dict[int, Score] = {}
    for exercise, raw, maximum in scores:
        if better((raw, maximum), best.get(exercise)):
            best[exercise] = (raw, maximum)
    return best


@dataclass(frozen=True)
class Done:
    """What one enrolment has done: lessons seen, best score of each exercise, requirements that she or her organisation has met.

    `accompanied`: trainers read and validate the sheets of its cohort.
    """

    seen: frozenset[int] = frozenset()
    best: Mapping[int, Score] = field(default_factory=dict)
    met: frozenset[str] = frozenset()
    accompanied: bool = True


def required(module: ModuleOutline, done: Done) -> tuple[str, ...]:
    return asked(module.requirements, accompanied=done.accompanied)


def score(module: ModuleOutline, done: Done) -> Score:
    """Points of the exercises attempted, of those that are graded."""
    found = [done.best[key] for key in module.graded if key in done.best]
    return sum(raw for raw, _maximum in found), sum(maximum for _raw, maximum in found)


def exercises_passed(module: ModuleOutline, done: Done) -> bool:
    """Every exercise attempted, and of those that are graded, 70 % of the points or more. True for a module without exercises."""
    raw, maximum = score(module, done)
    return all(key in done.best for key in module.exercises) and raw * 100 >= THRESHOLD * maximum


def is_complete(module: ModuleOutline, done: Done) -> bool:
    """A module without lessons is not open yet, hence never complete."""
    seen = all(unit.pk in done.seen for unit in module.units)
    return module.is_open and seen and exercises_passed(module, done) and done.met.issuperset(required(module, done))


def percent(module: ModuleOutline, done: Done) -> int:
    """Lessons seen, exercises attempted and requirements met, each counting the same. 100 only when the module is complete."""
    pieces = [unit.pk in done.seen for unit in module.units]
    pieces += [key in done.best for key in module.exercises]
    pieces += [key in done.met for key in required(module, done)]
    if not pieces:
        return 0
    return 100 if is_complete(module, done) else min(99, sum(pieces) * 100 // len(pieces))


def next_unit(module: ModuleOutline, done: Done) -> UnitOutline | None:
    """Where to go on: after the last lesson seen, then those left behind, then an exercise not tried, then the weakest one."""
    seen = [unit.pk in done.seen for unit in module.units]
    if not all(seen):
        after = max((place for place, one in enumerate(seen) if one), default=-1)
        unseen = [place for place, one in enumerate(seen) if not one]
        return module.units[next((place for place in unseen if place > after), unseen[0])]
    if exercises_passed(module, done):
        return None
    untried = [key for key in module.exercises if key not in done.best]
    weakest = untried[0] if untried else min(module.graded, key=lambda key: done.best[key][0] / done.best[key][1])
    return next(unit for unit in module.units if weakest in unit.exercises)
