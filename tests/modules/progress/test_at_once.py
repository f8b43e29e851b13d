"""What two requests of one person do at the same moment. Real threads, real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from coursesite.cohorts.models import Enrolment
from coursesite.tracking.models import Statement
from modules.progress.actions import answer, complete_unit
from modules.progress.models import Attempt, ModuleCompletion
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, build_course
from tests.people import build_world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            ready.wait(20)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_double_click_is_one_attempt_and_different_answers_are_all_kept() -> None:
    enrolment = Enrolment.objects.get(person=build_world().amina)
    course, op_id = build_course(), uuid4()

    def send(op: Any) -> Attempt:
        return answer(enrolment, course.order, response=ORDER_RIGHT, op_id=op, unit=course.first)

    first, again = at_once(lambda: send(op_id), lambda: send(op_id))
    assert first == again
    at_once(*[lambda: send(uuid4()) for _click in range(3)])
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Statement.objects.filter(verb__endswith="answered").count() == 4


def test_the_two_last_things_done_at_once_complete_the_module_once() -> None:
    enrolment = Enrolment.objects.get(person=build_world().amina)
    course = build_course(requirements=[])
    answer(enrolment, course.sort, response=SORT_RIGHT, op_id=uuid4(), unit=course.first)
    answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    complete_unit(enrolment, course.first)
    at_once(
        lambda: answer(enrolment, course.choices, response=CHOICES_RIGHT, op_id=uuid4(), unit=course.second),
        lambda: complete_unit(enrolment, course.second),
    )
    assert ModuleCompletion.objects.count() == 1
    assert Statement.objects.filter(verb__endswith="verbs/completed").count() == 1
