"""What an answer asks of the database, and that what is kept to ask less never decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.core.public_cache import content_changed
from coursesite.tracking.models import Delivery, Destination, Statement
from coursesite.tracking.pseudonyms import own_pseudonym
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import outline
from modules.exercises.models import Exercise
from modules.progress.actions import answer, complete_unit, meet_together
from modules.progress.models import Attempt, ModuleCompletion
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, THEORY, Course, publish
from tests.people import World

ANSWERS = {
    "/parcours/module-3/partir/exercices/tri/": SORT_RIGHT,
    "/parcours/module-3/partir/exercices/ordre/": ORDER_RIGHT,
    "/parcours/module-3/relire/exercices/choix/": CHOICES_RIGHT,
}


@pytest.fixture
def amina(course: Course, world: World, sign_in: Callable[[User], Client]) -> Client:
    own_pseudonym(world.amina.pk)  # made once, with the first trace of a person
    browser = sign_in(world.amina)
    for address in ("/modules/module-3/partir/", "/modules/module-3/relire/"):
        assert browser.get(address).status_code == 200
    return browser


def send(browser: Client, address: str, response: Any, **headers: str) -> list[str]:
    """The SQL of an answer."""
    data = {"op": str(uuid4()), "response": response}
    with CaptureQueriesContext(connection) as queries:
        said = browser.post(address, data, content_type="application/json", **headers)  # type: ignore[arg-type]
    assert said.status_code == 200, said.content
    return sent(queries)


def sent(queries: CaptureQueriesContext) -> list[str]:
    """A transaction of a real site begins by a statement on SQLite, and by nothing that Django sends on PostgreSQL; none is its end."""
    around = ("RELEASE",) if connection.vendor == "sqlite" else ("SAVEPOINT", "RELEASE")
    return [query["sql"] for query in queries if not query["sql"].startswith(around)]


def test_eight_queries_at_most_from_the_first_answer_to_the_last_but_one(amina: Client) -> None:
    """The first begins the module, the next ones tell how far one is, the same again tells nothing but itself."""
    for address, response in [*ANSWERS.items(), *ANSWERS.items()]:
        asked = send(amina, address, response)
        assert len(asked) <= 8, "\n".join(one[:150] for one in asked)


def test_the_form_costs_no_more_than_the_script(amina: Client) -> None:
    fields = {f"ordre-{key}": str(place) for place, key in enumerate(ORDER_RIGHT, 1)}
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert amina.post("/parcours/module-3/partir/exercices/ordre/", {"op": str(uuid4()), **fields}).status_code == 303
        assert len(sent(queries)) <= 8


def test_the_answer_that_completes_the_module_costs_one_more(course: Course, enrolment: Enrolment, amina: Client) -> None:
    complete_unit(enrolment, course.first)
    complete_unit(enrolment, course.second)
    meet_together(enrolment.organisation, THEORY)
    costs = [len(send(amina, address, response)) for address, response in ANSWERS.items()]
    assert ModuleCompletion.objects.count() == 1
    assert max(costs) <= 9


def test_many_answers_before_cost_nothing_more(amina: Client) -> None:
    address, response = next(iter(ANSWERS.items()))
    costs = [len(send(amina, address, response)) for _time in range(6)]
    assert costs[-1] == costs[2] <= 8


def test_copies_for_a_destination_are_made_all_the_same(amina: Client) -> None:
    Destination.objects.create(
        name="Ailleurs", slug="ailleurs", endpoint="https://ailleurs.example/xapi", username="a", password_token="x"
    )
    for address, response in ANSWERS.items():
        send(amina, address, response)
    assert Delivery.objects.count() == Statement.objects.count() > 3


class TestWhatIsKeptNeverDecides:
    """The database changes, and the store of what is kept hears nothing of it."""

    def test_an_exercise_taken_back_is_not_waited_for(self, course: Course, enrolment: Enrolment, amina: Client) -> None:
        self.all_but_the_choices(course, enrolment)
        Exercise.objects.non_polymorphic().filter(pk=course.choices.pk).update(live=False)
        assert course.choices.pk in outline()[0].exercises
        send(amina, "/parcours/module-3/partir/exercices/ordre/", ORDER_RIGHT)
        assert ModuleCompletion.objects.filter(enrolment=enrolment).exists()

    def test_an_exercise_published_since_is(self, course: Course, enrolment: Enrolment, amina: Client) -> None:
        Exercise.objects.non_polymorphic().filter(pk=course.choices.pk).update(live=False)
        content_changed()
        assert course.choices.pk not in outline()[0].exercises
        Exercise.objects.non_polymorphic().filter(pk=course.choices.pk).update(live=True)
        self.all_but_the_choices(course, enrolment)
        send(amina, "/parcours/module-3/partir/exercices/ordre/", ORDER_RIGHT)
        assert not ModuleCompletion.objects.exists()

    def test_a_lesson_taken_back_is_answered_no_more(self, course: Course, enrolment: Enrolment, amina: Client) -> None:
        UnitPage.objects.filter(pk=course.first.pk).update(live=False)
        response = amina.post(
            "/parcours/module-3/partir/exercices/ordre/",
            json.dumps({"op": str(uuid4()), "response": ORDER_RIGHT}),
            content_type="application/json",
        )
        assert response.status_code == 404
        assert not Attempt.objects.exists()

    def test_an_exercise_changed_since_is_graded_by_its_new_key(self, course: Course, amina: Client) -> None:
        order = publish(course.order)
        amina.get("/modules/module-3/partir/")
        steps = [(child.block_type, child.value) for child in order.steps]
        order.steps = [steps[1], steps[0], *steps[2:]]
        revision = order.save_revision()
        Exercise.objects.non_polymorphic().filter(pk=order.pk).update(live_revision=revision.pk)
        type(order).objects.filter(pk=order.pk).update(steps=order.steps)
        send(amina, "/parcours/module-3/partir/exercices/ordre/", ORDER_RIGHT)
        attempt = Attempt.objects.get()
        assert (attempt.raw, attempt.revision_id) == (2, revision.pk)

    def all_but_the_choices(self, course: Course, enrolment: Enrolment) -> None:
        complete_unit(enrolment, course.first)
        complete_unit(enrolment, course.second)
        meet_together(enrolment.organisation, THEORY)
        answer(enrolment, course.sort, response=SORT_RIGHT, op_id=uuid4(), unit=course.first)
