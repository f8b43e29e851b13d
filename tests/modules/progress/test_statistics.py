"""What editors read of the answers to their exercises: figures, never somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from modules.progress.models import Attempt
from modules.progress.statistics import AT_LEAST, Figures, figures, mistakes
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, Course
from tests.people import World


def learners(world: World, number: int) -> list[Enrolment]:
    model = Enrolment.objects.get(person=world.amina)
    people = [
        User.objects.create_user(f"apprenant-{place}@exemple.test", full_name=f"Apprenant {place}") for place in range(number)
    ]
    return [Enrolment.objects.create(cohort=model.cohort, organisation=model.organisation, person=one) for one in people]


def tried(enrolment: Enrolment, exercise: Any, response: Any, *, raw: int, maximum: int, number: int = 1) -> None:
    Attempt.objects.create(
        enrolment=enrolment, exercise_id=exercise.pk, op_id=uuid4(), number=number, response=response, raw=raw, maximum=maximum,
        success=raw == maximum,
    )  # fmt: skip


def of(exercise: Any) -> Figures:
    (found,) = figures(pk=exercise.pk)
    return found


def test_first_tries_are_counted_by_person(course: Course, world: World) -> None:
    people = learners(world, AT_LEAST)
    for place, one in enumerate(people):
        tried(one, course.order, ORDER_RIGHT, raw=4 if place < 2 else 2, maximum=4)
    tried(people[4], course.order, ORDER_RIGHT, raw=4, maximum=4, number=2)
    said = of(course.order)
    assert said.is_said and (said.people, said.attempts, said.first_success) == (5, 6, 40)


def test_too_few_people_are_not_told(course: Course, world: World, sign_in: Callable[[User], Client]) -> None:
    for one in learners(world, AT_LEAST - 1):
        tried(one, course.sort, {"stone": "act", "walk": "act"}, raw=1, maximum=2)
    assert not of(course.sort).is_said and mistakes(course.sort.content()) == []
    page = sign_in(world.sofia).get(f"/cms/reports/exercices/{course.sort.pk}/")
    assert page.status_code == 200 and "Une pierre" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "response", "raw", "item", "answer"),
    [
        ("sort", {**SORT_RIGHT, "stone": "act"}, 1, "Une pierre", "Activité"),
        ("order", ["two", "one", "three", "four"], 2, "Étape one", "2"),
        ("choices", [*CHOICES_RIGHT, "never"], 3, "Choix never", "coché"),
    ],
)
def test_the_wrong_answer_most_chosen(
    course: Course, world: World, name: str, response: Any, raw: int, item: str, answer: str
) -> None:
    exercise = getattr(course, name)
    for one in learners(world, AT_LEAST):
        tried(one, exercise, response, raw=raw, maximum=len(exercise.items()))
        tried(one, exercise, response, raw=raw, maximum=len(exercise.items()), number=2)  # the same person counts once
    with translation.override("fr"):
        found = next(one for one in mistakes(exercise.content()) if one.text == item)
    assert (found.wrong, found.answer, found.chosen) == (AT_LEAST, answer, AT_LEAST)


def test_a_wrong_answer_of_few_is_not_told(course: Course, world: World) -> None:
    swaps = [["two", "one", "three", "four"], ["three", "one", "two", "four"], ["four", "one", "two", "three"]]
    for place, one in enumerate(learners(world, 6)):
        tried(one, course.order, swaps[place % 3], raw=0, maximum=4)
    found = next(one for one in mistakes(course.order.content()) if one.text == "Étape one")
    assert found.wrong == 6 and found.answer == "2"
    other = [["one", "three", "two", "four"], ["one", "four", "three", "two"]]
    Attempt.objects.all().delete()
    for place, one in enumerate(Enrolment.objects.filter(person__email__startswith="apprenant-")):
        tried(one, course.order, other[place % 2], raw=1, maximum=4)
    found = next(one for one in mistakes(course.order.content()) if one.text == "Étape two")
    assert (found.wrong, found.answer, found.chosen) == (6, "", 0)


def test_answers_to_an_older_text_are_left_out(course: Course, world: World) -> None:
    for one in learners(world, AT_LEAST):
        tried(one, course.sort, {"gone": "act"}, raw=0, maximum=2)
    assert mistakes(course.sort.content()) == []


def test_the_reports_take_few_queries_and_are_for_editors(
    course: Course, world: World, sign_in: Callable[[User], Client]
) -> None:
    for one in learners(world, AT_LEAST):
        tried(one, course.sort, {**SORT_RIGHT, "stone": "act"}, raw=1, maximum=2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(figures()) == 3
    assert len(asked) <= 3
    world.ines.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_exercise"]))
    client = sign_in(world.ines)
    assert "Ranger" in client.get("/cms/reports/exercices/").content.decode()
    assert "Activité" in client.get(f"/cms/reports/exercices/{course.sort.pk}/").content.decode()
    assert sign_in(world.luc).get("/cms/reports/exercices/").status_code in {302, 403}
    assert client.get("/cms/reports/exercices/999999/").status_code == 404
