"""Two addresses: one for everybody, one that adds the lessons a person may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from coursesite.accounts.models import User
from coursesite.search.views import A_MINUTE
from modules.glossary.models import Term
from modules.progress.models import ModuleOpening
from tests.modules.course import Course, build_course
from tests.people import World

pytestmark = pytest.mark.django_db

PUBLIC, MINE = "/recherche/", "/recherche/lecons/"


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


def sign_in_as(client: Client, person: User) -> None:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def term() -> Term:
    return Term.objects.create(
        slug="boussole", name="Boussole", variants="cap", definition="Ce qui montre l’évaluation du <b>nord</b>."
    )


def page(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def found(answer: Any) -> dict[str, list[str]]:
    """Group → titles."""
    return {
        str(group.select("h2")[0].contents[0]).strip(): [link.text for link in group.select("li > a")]
        for group in page(answer).select("section.found")
    }


@pytest.mark.mfa
def test_anybody_searches_without_a_cookie_and_accents_do_not_matter(term: Term) -> None:
    answer = Client().get(PUBLIC, {"q": "EVALUATIONS"})
    assert found(answer) == {"Glossaire": ["Boussole"]}
    assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "private, no-store"
    (shown,) = page(answer).select("li > p")
    assert [mark.text for mark in shown.select("mark")] == ["évaluation"]
    assert "<b>nord</b>" in shown.text, "what an editor typed is text"
    assert Client().get(PUBLIC).headers["Cache-Control"] == "public, max-age=300"


def test_lessons_are_found_by_those_who_read_them(course: Course, world: World, client: Client) -> None:
    title = course.first.title
    assert title not in str(found(client.get(PUBLIC, {"q": title})))
    assert client.get(MINE, {"q": title}).status_code == 302
    for person in (world.amina, world.luc, world.ines):
        sign_in_as(client, person)
        assert title in found(client.get(MINE, {"q": title}))["Leçons"], person
    sign_in_as(client, world.stranger)
    assert "Leçons" not in found(client.get(MINE, {"q": title}))


def test_lessons_of_a_module_that_is_closed_are_not_found(course: Course, world: World, client: Client) -> None:
    """As their pages: closed until a day of the cohort, or after another module; open to those who accompany."""
    asked = {"q": course.first.title}
    opening = ModuleOpening.objects.create(
        cohort=world.cohort, module=course.module, opens_on=timezone.localdate() + timedelta(days=2)
    )
    for close in (lambda: None, lambda: (opening.delete(), after(course))):
        close()
        sign_in_as(client, world.amina)
        assert client.get(course.first.url).status_code == 403
        assert "Leçons" not in found(client.get(MINE, asked))
        sign_in_as(client, world.luc)
        assert course.first.title in found(client.get(MINE, asked))["Leçons"]


def after(course: Course) -> None:
    course.module.prerequisite = course.later
    course.module.save_revision().publish()


def test_what_is_withdrawn_or_restricted_is_not_found(course: Course, world: World, client: Client) -> None:
    sign_in_as(client, world.amina)
    asked = {"q": course.first.title}
    assert course.first.title in found(client.get(MINE, asked))["Leçons"]
    restriction = PageViewRestriction.objects.create(page=course.module, restriction_type=PageViewRestriction.LOGIN)
    assert found(client.get(MINE, asked)) == {}
    restriction.delete()
    course.first.unpublish()
    assert course.first.title not in str(found(client.get(MINE, asked)))


def test_nothing_found_suggests(term: Term, client: Client) -> None:
    answer = page(client.get(PUBLIC, {"q": "bousole"}))
    assert [link["href"] for link in answer.select("main a[href^='?q=']")] == ["?q=boussole"]
    assert not answer.select("section.found")
    assert "Essayez un seul mot" in answer.text


def test_a_group_is_shown_at_length_on_demand(client: Client) -> None:
    for number in range(8):
        Term.objects.create(slug=f"cap-{number}", name=f"Cap {number}", definition="Une direction.")
    answer = page(client.get(PUBLIC, {"q": "cap"}))
    (more,) = answer.select("section.found p > a")
    assert more["href"] == "?q=cap&dans=glossaire" and more.contents[0] == "3 autres résultats"
    assert len(found(client.get(PUBLIC, {"q": "cap", "dans": "glossaire"}))["Glossaire"]) == 8
    assert found(client.get(PUBLIC, {"q": "cap", "dans": "nulle-part"})) == {}


@pytest.mark.parametrize("question", ["\x00", "a" * 5000, "%", "\u202e<script>", "'; DROP TABLE", "?" * 90])
def test_whatever_is_typed_is_a_page(client: Client, question: str) -> None:
    answer = client.get(PUBLIC, {"q": question})
    assert answer.status_code == 200 and "<script>" not in answer.content.decode().split("<main")[1]


def test_too_many_questions_in_a_minute_wait(client: Client) -> None:
    for _ in range(A_MINUTE):
        assert client.get(PUBLIC, {"q": "cap"}).status_code == 200
    refused = client.get(PUBLIC, {"q": "cap"})
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "60"
    assert "Trop de recherches" in refused.content.decode()
    assert client.get(PUBLIC).status_code == 200, "the empty form stays open"


def test_so_do_those_of_somebody_signed_in_whatever_her_address(world: World, client: Client) -> None:
    sign_in_as(client, world.amina)
    for number in range(A_MINUTE):
        assert client.get(MINE, {"q": "cap"}, REMOTE_ADDR=f"10.0.0.{number}").status_code == 200
    refused = client.get(MINE, {"q": "cap"})
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "60"
    assert client.get(MINE).status_code == 200
    sign_in_as(client, world.bilal)
    assert client.get(MINE, {"q": "cap"}).status_code == 200


def test_a_search_costs_a_few_queries_whatever_there_is(
    course: Course, world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in_as(client, world.amina)
    client.get(MINE, {"q": "cap"})
    with django_assert_max_num_queries(10):
        client.get(MINE, {"q": course.first.title})
    with django_assert_max_num_queries(2):
        client.get(PUBLIC, {"q": "cap"})
