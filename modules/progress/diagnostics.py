"""« Avant / après »: exercises of the first module, and those of the last that ask them again. Nothing of either is said before the second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from modules.catalogue.outline import UnitOutline, outline
from modules.competencies.models import Competency
from modules.exercises.content import Content, Item
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.position import NOW_ROUND, THEN
from modules.exercises.models import PositionExercise, QuizExercise
from modules.progress.models import Attempt
from modules.progress.rules import Score

if TYPE_CHECKING:
    from coursesite.cohorts.models import Enrolment
    from modules.exercises.kinds.quiz import Question

Given = Mapping[str, str]  # a question or statement → the choice or level


@dataclass(frozen=True)
class Pair:
    """An exercise that asks another one again, and the lessons where both stand; `first` is None when the other is in no lesson."""

    content: Content
    again: UnitOutline
    first: UnitOutline | None

    @property
    def is_quiz(self) -> bool:
        return rules_of(self.content.kind).is_judged

    @property
    def asked(self) -> list[Item]:
        """The questions, or the statements once each."""
        return [item for item in self.content.items if self.is_quiz or item.round == NOW_ROUND]


@dataclass(frozen=True)
class Scored:
    """Right answers of one competency, out of those given."""

    name: str
    before: Score | None
    after: Score


@dataclass(frozen=True)
class Level:
    """1 to 4, in its words; 0 and "" when none was given."""

    number: int
    label: str


@dataclass(frozen=True)
class Moved:
    """One statement: as said the first day, of that day as seen from the end, at the end."""

    text: str
    first: Level
    then: Level
    now: Level


@dataclass(frozen=True)
class Diagnostic:
    """Of one person. What was answered is there once both were, or the second alone."""

    pair: Pair
    first_at: datetime | None
    again_at: datetime | None
    scores: list[Scored]
    questions: list[Question]
    moves: list[Moved]

    @property
    def total(self) -> Scored:
        before = [one.before for one in self.scores if one.before]
        return Scored(_("All questions"), _sum(before) if before else None, _sum([one.after for one in self.scores]))

    @property
    def looks_back(self) -> bool:
        return any(one.then.number for one in self.moves)


def pairs() -> list[Pair]:
    """In the order of the course. Two queries."""
    places = {key: unit for module in outline() for unit in module.units for key in unit.exercises}
    asked_again = [
        exercise
        for model in (QuizExercise, PositionExercise)
        for exercise in model.objects.published().filter(pk__in=list(places)).exclude(repeats=None).select_related("repeats")
    ]
    order = {key: place for place, key in enumerate(places)}
    found = sorted(asked_again, key=lambda one: order[one.pk])
    return [Pair(one.content(), places[one.pk], places.get(one.repeats_id)) for one in found]


def still_secret(attempts: Iterable[Attempt]) -> frozenset[int]:
    """Of all the answers of somebody, with their exercises: those whose points are not told yet, because what was right is shown after the
    exercise that asks the same again."""
    every = list(attempts)
    again = {(one.enrolment_id, one.exercise.repeats_id) for one in every}
    exercises = {one.exercise_id: one.exercise for one in every}
    secret = {key for key, one in exercises.items() if (rules := rules_of(one.kind)).is_once and rules.is_secret(one.content())}
    return frozenset(one.pk for one in every if one.exercise_id in secret and (one.enrolment_id, one.exercise_id) not in again)


def names_of(found: Iterable[Pair]) -> dict[str, str]:
    """Code of a competency → its words. One query."""
    codes = {item.competency for pair in found for item in pair.content.items}
    return {one.code: str(one) for one in Competency.objects.filter(code__in=codes)}


def diagnostics_of(enrolment: Enrolment) -> list[Diagnostic]:
    """Four queries. Of a self-position said several times: the first of the first day, the last of the end."""
    found = pairs()
    names = names_of(found)
    wanted = {key for pair in found for key in (pair.content.pk, pair.content.repeats)}
    given: dict[int, list[tuple[Any, datetime]]] = defaultdict(list)
    rows = Attempt.objects.filter(enrolment=enrolment, exercise__in=wanted).order_by("number")
    for exercise, response, at in rows.values_list("exercise", "response", "at"):
        given[exercise].append((response, at))
    return [_diagnostic(pair, given, names) for pair in found]


def _diagnostic(pair: Pair, given: Mapping[int, list[tuple[Any, datetime]]], names: Mapping[str, str]) -> Diagnostic:
    before, first_at = given[pair.content.repeats][0] if given.get(pair.content.repeats or 0) else ({}, None)  # type: ignore[index]
    if not given.get(pair.content.pk):
        return Diagnostic(pair, first_at, None, [], [], [])
    after, again_at = given[pair.content.pk][-1]
    if not pair.is_quiz:
        return Diagnostic(pair, first_at, again_at, [], [], [_moved(pair.content, item, before, after) for item in pair.asked])
    questions = rules_of(pair.content.kind).details(pair.content, after, answered=True, before=before)
    return Diagnostic(pair, first_at, again_at, _scores(pair, before, after, names), questions, [])


def by_competency(pair: Pair, names: Mapping[str, str]) -> dict[str, list[Item]]:
    """What is asked, under the words of each competency, in the order of the questions."""
    grouped: dict[str, list[Item]] = defaultdict(list)
    for item in pair.asked:
        grouped[names.get(item.competency, "") or _("Other questions")].append(item)
    return grouped


def _scores(pair: Pair, before: Given, after: Given, names: Mapping[str, str]) -> list[Scored]:
    return [
        Scored(name, _right(items, before) if before else None, _right(items, after))
        for name, items in by_competency(pair, names).items()
    ]


def _right(items: Iterable[Item], given: Given) -> Score:
    """With the same key both times, today's: what was asked twice is judged by one measure."""
    answered = [item for item in items if item.key in given]
    return sum(given[item.key] == item.answer for item in answered), len(answered)


def _sum(scores: Iterable[Score]) -> Score:
    raws, maxima = zip(*scores, strict=True)
    return sum(raws), sum(maxima)


def _moved(content: Content, item: Item, before: Given, after: Given) -> Moved:
    labels = {option.key: option.label for option in content.options}

    def level(key: str) -> Level:
        return Level(int(key), labels[key]) if key in labels else Level(0, "")

    first, then, now = before.get(item.key, ""), after.get(item.key + THEN, ""), after.get(item.key, "")
    return Moved(item.text, level(first), level(then), level(now))
