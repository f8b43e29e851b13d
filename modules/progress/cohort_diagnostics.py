"""« Avant / après » of a cohort: shares that say nothing of anybody in it.

Five rules. People are counted in groups of five who have answered both times, in the order in which they did: what is said changes five people
at a time, never one. Below five, nothing is said. Only the first answer to each exercise counts, whatever becomes of the person: none is ever
taken out. A share is told in fifths, from « one in five at most » to « four in five at least »: « all » and « nobody » would say what each of
them answered, and a percentage of seven people says more than they do. It is not told where fewer than five have answered that very question.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coursesite.cohorts.export import cell_text
from modules.exercises.content import Item
from modules.exercises.kinds.position import THEN
from modules.progress.diagnostics import Given, Pair, by_competency, names_of, pairs
from modules.progress.models import Attempt

if TYPE_CHECKING:
    from coursesite.cohorts.models import Cohort

GROUP = 5  # people
LOWEST, HIGHEST = 1, 4  # fifths
BY_ONESELF = frozenset("34")  # levels: without support, and passed on
Both = tuple[Given, Given]  # what one person answered, before and after


@dataclass(frozen=True)
class Shares:
    """Fifths, None where it is not said. `then`: of the first day, as seen from the end."""

    name: str
    before: int | None
    then: int | None
    after: int | None

    @property
    def said(self) -> list[str]:
        return [share_text(share) for share in (self.before, self.then, self.after)]


@dataclass(frozen=True)
class CohortDiagnostic:
    pair: Pair
    people: int  # a multiple of GROUP; 0: too few to say anything
    shares: list[Shares]

    @property
    def looks_back(self) -> bool:
        return any(one.then is not None for one in self.shares)


def share_text(share: int | None) -> str:
    if share is None:
        return "–"
    if share == LOWEST:
        return _("one in five at most")
    return _("four in five at least") if share == HIGHEST else _("about %(share)s in five") % {"share": share}


def cohort_diagnostics(cohort: Cohort) -> list[CohortDiagnostic]:
    """Four queries, whatever the number of people."""
    found = pairs()
    names = names_of(found)
    given: dict[int, dict[int, tuple[Given, datetime]]] = defaultdict(dict)
    wanted = {key for pair in found for key in (pair.content.pk, pair.content.repeats)}
    rows = Attempt.objects.filter(enrolment__cohort=cohort, exercise__in=wanted, number=1)
    for exercise, enrolment, response, at in rows.values_list("exercise", "enrolment", "response", "at"):
        given[exercise][enrolment] = (response, at)
    return [_of(pair, given, names) for pair in found]


def _of(pair: Pair, given: Mapping[int, Mapping[int, tuple[Given, datetime]]], names: Mapping[str, str]) -> CohortDiagnostic:
    told = in_groups(given.get(pair.content.repeats or 0, {}), given.get(pair.content.pk, {}))
    if not told:
        return CohortDiagnostic(pair, 0, [])
    rows = list(by_competency(pair, names).items()) if pair.is_quiz else [(item.text, [item]) for item in pair.asked]
    return CohortDiagnostic(pair, len(told), [_shares(pair, name, items, told) for name, items in rows])


def in_groups(first: Mapping[int, tuple[Given, datetime]], again: Mapping[int, tuple[Given, datetime]]) -> list[Both]:
    """Of those who have answered both times, the whole groups, in the order in which they were done."""
    done = sorted((max(first[one][1], again[one][1]), one) for one in first.keys() & again.keys())
    return [(first[one][0], again[one][0]) for _at, one in done[: len(done) // GROUP * GROUP]]


def _shares(pair: Pair, name: str, items: list[Item], told: list[Both]) -> Shares:
    def is_good(item: Item, given: str) -> bool:
        return given == item.answer if pair.is_quiz else given in BY_ONESELF

    def then(item: Item, given: Given) -> str | None:
        return given.get(item.key + THEN)

    def plain(item: Item, given: Given) -> str | None:
        return given.get(item.key)

    firsts, agains = [before for before, _after in told], [after for _before, after in told]
    return Shares(
        name, _share(items, firsts, plain, is_good), _share(items, agains, then, is_good), _share(items, agains, plain, is_good)
    )


def _share(
    items: Iterable[Item], people: list[Given], read: Callable[[Item, Given], str | None], is_good: Callable[[Item, str], bool]
) -> int | None:
    """Of all these answers, the good ones; None when any of these questions was answered by fewer than a group."""
    heard = [[(item, given) for person in people if (given := read(item, person)) is not None] for item in items]
    if any(len(answers) < GROUP for answers in heard):
        return None
    every = [is_good(item, given) for answers in heard for item, given in answers]
    return fifths(sum(every), len(every))


def fifths(part: int, whole: int) -> int:
    return max(LOWEST, min(HIGHEST, (10 * part + whole) // (2 * whole)))


def diagnostics_csv(cohort: Cohort) -> bytes:
    """What the page says, and no more: UTF-8 with BOM, semicolons, no formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    heads = [
        _("Cohort"),
        _("Exercise"),
        _("People"),
        _("What it is about"),
        _("First day"),
        _("First day, as seen from the end"),
        pgettext("of the course", "End"),
    ]
    writer.writerow([cell_text(head) for head in heads])
    for one in cohort_diagnostics(cohort):
        for shares in one.shares:
            cells = [cohort.name, one.pair.content.title, one.people, shares.name, *shares.said]
            writer.writerow([cell_text(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
