"""Who has begun a module goes on answering its exercises in the version they had then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.tracking.models import Statement
from modules.exercises.models import FormerVersion, SortExercise
from modules.progress.models import Attempt, ModuleCompletion
from tests.modules.course import SORT_RIGHT, Course, publish
from tests.modules.progress.test_views import FIRST, said
from tests.people import World

SignIn = Callable[[User], Client]
NEW = "/parcours/module-3/partir/nouvelle-version/"
ANSWER = "/parcours/module-3/partir/exercices/tri/"
LINE = "Lire la nouvelle version du module"


def renew(exercise: SortExercise, statement: str, *, version: int) -> SortExercise:
    exercise.statement, exercise.version = statement, version
    return publish(exercise)


@pytest.fixture
def renewed(course: Course, world: World, sign_in: SignIn) -> Client:
    """Amina has begun the module; one exercise then becomes another question."""
    first = publish(course.sort)
    browser = sign_in(world.amina)
    browser.post("/parcours/module-3/relire/continuer/")
    course.sort = renew(first, "Une autre question.", version=2)
    return browser


def answer(browser: Client) -> Any:
    body = {"op": str(uuid4()), "response": SORT_RIGHT, "begun": ""}
    return browser.post(ANSWER, body, content_type="application/json")


def test_who_has_begun_is_asked_as_before_and_told(renewed: Client) -> None:
    page = said(renewed.get(FIRST))
    assert "Rangez." in page
    assert "Une autre question." not in page
    assert LINE in page


def test_who_has_not_begun_is_asked_the_new_one(renewed: Client, world: World, sign_in: SignIn) -> None:
    for one in (world.bilal, world.luc):
        page = said(sign_in(one).get(FIRST))
        assert "Une autre question." in page
        assert LINE not in page


def test_her_answer_is_kept_and_traced_as_one_to_what_she_was_asked(renewed: Client, course: Course) -> None:
    assert answer(renewed).status_code == 200
    attempt, former = Attempt.objects.get(), FormerVersion.objects.get()
    assert (attempt.revision_id, former.version) == (former.revision_id, 1)
    assert attempt.revision_id != course.sort.live_revision_id
    told = Statement.objects.filter(verb__endswith="answered").latest("stored").body["object"]["id"]
    assert told.endswith("tri.v1")


def test_others_answer_the_new_one(renewed: Client, course: Course, world: World, sign_in: SignIn) -> None:
    assert answer(sign_in(world.bilal)).status_code == 200
    assert Attempt.objects.get().revision_id == course.sort.live_revision_id
    told = Statement.objects.filter(verb__endswith="answered").latest("stored").body["object"]["id"]
    assert told.endswith("tri.v2")


def test_she_takes_the_new_one_when_she_will(renewed: Client, course: Course) -> None:
    renewed.post(NEW)
    assert "Une autre question." in said(renewed.get(FIRST))
    renew(course.sort, "Une troisième.", version=3)
    page = said(renewed.get(FIRST))
    assert "Une autre question." in page
    assert "Une troisième." not in page


def test_of_several_versions_since_the_one_of_her_beginning_stays(renewed: Client, course: Course) -> None:
    renew(course.sort, "Une troisième.", version=3)
    assert "Rangez." in said(renewed.get(FIRST))


def test_once_the_module_is_completed_everything_is_new(renewed: Client, course: Course, enrolment: Enrolment) -> None:
    ModuleCompletion.objects.create(enrolment=enrolment, module=course.module)
    page = said(renewed.get(FIRST))
    assert "Une autre question." in page
    assert LINE not in page


def test_a_correction_reaches_her(course: Course, world: World, sign_in: SignIn) -> None:
    first = publish(course.sort)
    browser = sign_in(world.amina)
    browser.post("/parcours/module-3/relire/continuer/")
    renew(first, "La même, mieux dite.", version=1)
    assert "La même, mieux dite." in said(browser.get(FIRST))
    assert not FormerVersion.objects.exists()


def test_the_short_path_asks_the_same(renewed: Client, course: Course, world: World) -> None:
    course.sort.is_key = True
    publish(course.sort)
    page = said(renewed.get("/parcours/module-3/chemin-court/"))
    assert "Rangez." in page


def test_what_is_still_asked_is_not_purged(renewed: Client) -> None:
    call_command("purge_revisions")
    assert "Rangez." in said(renewed.get(FIRST))


def test_a_lesson_costs_twelve_queries_at_most_and_an_answer_fourteen(renewed: Client) -> None:
    renewed.get(FIRST)
    with CaptureQueriesContext(connection) as queries:
        renewed.get(FIRST)
    assert len(queries) <= 12, "\n".join(query["sql"][:150] for query in queries)
    with CaptureQueriesContext(connection) as queries:
        answer(renewed)
    assert len(queries) <= 14, "\n".join(query["sql"][:150] for query in queries)
