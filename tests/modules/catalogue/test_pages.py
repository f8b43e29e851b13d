from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.test import Client
from wagtail.models import PageViewRestriction

from coursesite.accounts.models import User
from modules.catalogue.outline import read_outline
from tests.modules.course import Course, build_course, unit
from tests.people import World

SignIn = Callable[[User], Client]
FIRST = "/modules/module-3/partir/"


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


def test_the_course_and_its_modules_are_public_and_set_no_cookie(course: Course, client: Client) -> None:
    for address in ("/modules/", "/modules/module-3/", "/modules/module-4/"):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert "public" in response.headers["Cache-Control"]
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_module_says_honestly_that_its_lessons_are_to_come(course: Course, client: Client) -> None:
    page = client.get("/modules/module-4/").content.decode()
    assert "Un bon indicateur" in page
    assert "ouvriront ici plus tard" in page


def test_a_lesson_asks_a_visitor_to_sign_in(course: Course, client: Client) -> None:
    response = client.get(FIRST)
    assert response.status_code == 302
    assert "/compte/" in response.url
    assert FIRST in response.url


@pytest.mark.parametrize("name", ["amina", "bilal", "chloe", "luc", "noe", "rose", "paul", "ines", "sofia"])
def test_a_lesson_is_read_by_those_of_the_course(course: Course, world: World, sign_in: SignIn, name: str) -> None:
    response = sign_in(getattr(world, name)).get(FIRST)
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]


def test_to_anybody_else_a_lesson_does_not_exist(course: Course, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.stranger)
    assert browser.get(FIRST).status_code == 404
    assert browser.get("/modules/module-3/nowhere/").status_code == 404


def test_leaving_the_course_closes_the_lessons(course: Course, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.bilal)
    world.bilal.enrolments.update(left_on="2026-02-01")
    assert browser.get(FIRST).status_code == 404


def test_an_editor_of_the_group_reads_and_a_former_one_does_not(course: Course, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.ines)
    Group.objects.get(user=world.ines).user_set.remove(world.ines)
    assert browser.get(FIRST).status_code == 404


def test_a_draft_lesson_is_not_served(course: Course, world: World, sign_in: SignIn) -> None:
    course.first.unpublish()
    assert sign_in(world.amina).get(FIRST).status_code == 404


def test_a_restriction_above_the_lesson_holds(course: Course, world: World, sign_in: SignIn) -> None:
    """The own address of lessons must not be a way around what an editor closed to some groups."""
    browser = sign_in(world.amina)
    assert browser.get(FIRST).status_code == 200
    restriction = PageViewRestriction.objects.create(page=course.module.page_ptr, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Relecture"))
    assert browser.get(FIRST).status_code == 302


def test_the_body_keeps_its_order_and_marks_glossary_links(course: Course, world: World, sign_in: SignIn) -> None:
    unit(course.module, "Mots", "mots", course.choices, text='<h2>Avant</h2><p>Un <a href="/glossaire/effet/">effet</a>.</p>')
    page = sign_in(world.amina).get("/modules/module-3/mots/").content.decode()
    assert '<a class="term" href="/glossaire/effet/">effet</a>' in page
    assert page.index("Avant") < page.index("Cocher")


def test_what_an_editor_publishes_shows_at_once(course: Course, world: World, sign_in: SignIn) -> None:
    browser = sign_in(world.amina)
    assert "Ordonner" in browser.get(FIRST).content.decode()
    course.order.title = "Remonter la chaîne"
    course.order.save_revision().publish()
    assert "Remonter la chaîne" in browser.get(FIRST).content.decode()


def test_an_exercise_taken_down_leaves_the_lesson_and_the_rules(course: Course, world: World, sign_in: SignIn) -> None:
    course.order.unpublish()
    assert "Ordonner" not in sign_in(world.amina).get(FIRST).content.decode()
    assert course.order.pk not in read_outline()[0].exercises


def test_tree_routing_is_the_same_lesson(course: Course, world: World, sign_in: SignIn) -> None:
    from django.test import RequestFactory
    from wagtail.views import serve

    request = RequestFactory().get(FIRST)
    request.user = world.stranger
    with pytest.raises(Http404):
        serve(request, FIRST.strip("/") + "/")
    request.user = world.luc
    assert serve(request, FIRST.strip("/") + "/").status_code == 200


def test_an_editor_previews_a_draft_as_a_learner_sees_it(course: Course, world: World) -> None:
    course.first.title = "Titre en cours"
    course.order.unpublish()
    response = course.first.make_preview_request()
    page = response.content.decode()
    assert response.status_code == 200
    assert "Titre en cours" in page
    assert "Ordonner" in page


def test_the_outline_costs_the_same_for_more_lessons(course: Course, django_assert_num_queries: object) -> None:
    read_outline()
    with django_assert_num_queries(3):  # type: ignore[operator]
        read_outline()
    for number in range(3):
        unit(course.module, f"Leçon {number}", f"lecon-{number}", course.choices)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(read_outline()[0].units) == 5


def test_copying_a_module_gives_the_copy_its_own_name_in_traces(course: Course) -> None:
    copied = course.module.copy(recursive=True, update_attrs={"slug": "module-3-bis"})
    assert copied.specific.trace_id != course.module.trace_id
    assert copied.get_children().count() == 2
