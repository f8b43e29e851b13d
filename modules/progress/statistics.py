"""What editors learn from the answers given to their exercises: how many, how many right at the first try, what is chosen by mistake.

Nothing is said that could single somebody out: below `AT_LEAST` people, a figure stays unsaid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from modules.exercises.content import Content, Item
from modules.exercises.kinds import rules_of
from modules.exercises.models import Exercise
from modules.progress.models import Attempt

AT_LEAST = 5  # people
LATEST = 5_000  # answers read for the mistakes of an exercise


@dataclass(frozen=True)
class Figures:
    """`is_said`: enough people have answered for the rest to be told."""

    exercise: Exercise
    attempts: int
    people: int
    first: int
    first_right: int

    @property
    def is_said(self) -> bool:
        return self.people >= AT_LEAST

    @property
    def kind(self) -> str:
        return str(self.exercise.polymorphic_ctype.model_class()._meta.verbose_name)

    @property
    def first_success(self) -> int:
        """Per cent of people who had all right at their first try."""
        return round(100 * self.first_right / self.first) if self.first else 0


@dataclass(frozen=True)
class Mistake:
    """The wrong answer most people chose for an item; `answer` is "" when none was chosen by enough of them."""

    text: str
    wrong: int  # people who had it wrong at least once
    answer: str = ""
    chosen: int = 0


@dataclass
class _Heard:
    people: set[int] = field(default_factory=set)
    given: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def figures(**wanted: object) -> list[Figures]:
    """Of every exercise, or of those wanted: two queries."""
    counted = (
        Attempt.objects.filter(**{f"exercise__{name}": value for name, value in wanted.items()}).order_by().values("exercise")
    )
    rows = counted.annotate(
        attempts=Count("pk"),
        people=Count("enrolment__person", distinct=True),
        first=Count("pk", filter=Q(number=1)),
        first_right=Count("pk", filter=Q(number=1, success=True)),
    )
    said = {row.pop("exercise"): row for row in rows}
    nothing = {"attempts": 0, "people": 0, "first": 0, "first_right": 0}
    exercises = Exercise.objects.non_polymorphic().filter(**wanted).select_related("polymorphic_ctype").order_by("code")
    return [Figures(one, **said.get(one.pk, nothing)) for one in exercises]


def mistakes(content: Content) -> list[Mistake]:
    """For each item that enough people had wrong, worst first: one query. Words that people wrote are never read."""
    heard: dict[str, _Heard] = defaultdict(_Heard)
    rows = Attempt.objects.filter(exercise=content.pk, success=False).order_by("-at").values_list("enrolment__person", "response")
    for person, response in rows[:LATEST]:
        for item, given in _wrong(content, response):
            heard[item.key].people.add(person)
            heard[item.key].given[given].add(person)
    found = []
    for item in content.items:
        one = heard.get(item.key)
        if one is None or len(one.people) < AT_LEAST:
            continue
        answer, people = max(one.given.items(), key=lambda pair: len(pair[1]))
        told = (_shown(content, answer), len(people)) if len(people) >= AT_LEAST else ("", 0)
        found.append(Mistake(item.text, len(one.people), *told))
    return sorted(found, key=lambda mistake: -mistake.wrong)


def _wrong(content: Content, response: object) -> Iterator[tuple[Item, str]]:
    """The items that an answer has wrong, and what it gave them. Nothing for an answer to a text that has changed since."""
    rules = rules_of(content.kind)
    try:
        earned = rules.judge(content, response)
        if rules.said(content, response) is None:
            return
        given = rules.write(content, response)
    except Invalid:
        return
    for item, points in earned:
        if points < item.points:
            yield item, str(given.get(rules.field_of(item), ""))


def _shown(content: Content, given: str) -> str:
    """What was given, in words."""
    labels = {option.key: option.label for option in content.options} | {item.key: item.text for item in content.items}
    if given in labels:
        return labels[given]
    if any(isinstance(item.answer, bool) for item in content.items):
        return _("ticked") if given else _("left unticked")
    return given or _("nothing")
