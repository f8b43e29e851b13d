"""A lesson with six exercises of six kinds, read by a participant who has answered them, beside a view that asks session and user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.bench.lesson import CODES, right, six_exercises
from tests.bench.measure import Effort, Figure, at_most, at_most_times, best_cpu, queries_of, say
from tests.bench.urls import PERSON

if TYPE_CHECKING:
    from tests.bench.site import Site


def measure(site: Site, effort: Effort) -> list[Figure]:
    reader = site.person("amina")
    unit = six_exercises()
    answer_all(reader, unit)
    browser, path = site.signed_in(reader), unit.get_url()
    say(f"lesson: {queries_of(lambda: browser.page(path))} queries the first time")
    page = browser.page(path, codings="").body.decode()
    missing = [code for code in CODES if f'id="{code}' not in page and code not in page]
    if missing or page.count('class="card exercise"') != len(CODES):
        raise RuntimeError(f"the lesson does not show its exercises: {missing}")
    queries = max(queries_of(lambda: browser.page(path)) for _ in range(3))
    floor_queries = queries_of(lambda: browser.page(PERSON))
    cpu, floor = best_cpu(lambda: browser.page(path), lambda: browser.page(PERSON), rounds=effort.requests)
    return [
        at_most("unit_page_queries", queries, 12, unit="queries", floor=floor_queries),
        at_most_times("unit_page_cpu", cpu, floor, 8),
    ]


def answer_all(reader: Any, unit: Any) -> None:
    from coursesite.cohorts.queries import current_enrolment
    from modules.exercises.models import Exercise
    from modules.progress.actions import answer

    enrolment = current_enrolment(reader)
    assert enrolment is not None
    for exercise in Exercise.objects.filter(code__in=CODES):
        answer(enrolment, exercise, response=right(exercise.content()), op_id=uuid4(), unit=unit)
