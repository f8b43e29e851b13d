"""Which pages a browser may keep, and for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coursesite.core.offline import HEADER, mark_of
from step_guides.worksheets import actions
from tests.modules.course import build_course
from tests.people import World

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


def test_lessons_and_worksheets_say_so_and_nothing_else_does(world: World, sign_in: SignIn) -> None:
    course = build_course()
    sheet = actions.open_sheet(world.passerelle, "theory_of_change", by=world.amina)
    amina, base = sign_in(world.amina), f"/fiches/{sheet.public_id}/"
    assert amina.get(course.first.url).headers[HEADER] == f"{mark_of(world.amina)} lessons 10"
    assert amina.get(base).headers[HEADER] == f"{mark_of(world.amina)} sheet 1"
    others = ["/mon-espace/", "/fiches/", "/parcours/", "/compte/", "/recherche/lecons/", "/guide/"]
    for path in [*others, f"{base}historique/", f"{base}panneau/"]:
        assert HEADER not in amina.get(path).headers, path
    assert HEADER not in sign_in(world.chloe).get(base).headers
    assert HEADER not in Client().get(course.first.url).headers
    assert amina.get(course.first.url).headers["Cache-Control"] == "private, no-store", "other caches still keep nothing"


def test_a_mark_is_of_one_person_and_of_one_password(world: World) -> None:
    mark = mark_of(world.amina)
    assert mark != mark_of(world.bilal) and world.amina.email not in mark
    world.amina.set_password("une autre phrase de passe")
    assert mark_of(world.amina) != mark


def test_pages_name_their_reader_and_the_sign_in_page_nobody(world: World, sign_in: SignIn) -> None:
    def named(client: Client, path: str) -> object:
        (meta,) = BeautifulSoup(client.get(path).content, "html.parser").select("meta[name=offline-reader]")
        return meta["content"]

    assert named(sign_in(world.amina), "/mon-espace/") == mark_of(world.amina)
    assert named(Client(), "/compte/login/") == ""


def test_the_choice_is_offered_where_there_is_something_to_keep_and_is_not_made(world: World, sign_in: SignIn) -> None:
    course = build_course()
    page = BeautifulSoup(sign_in(world.amina).get(course.first.url).content, "html.parser")
    (box,) = page.select("[data-keeps] input")
    assert not box.has_attr("checked")
    assert page.select_one("[data-keeps]").has_attr("hidden"), "without script nothing is kept, and nothing is offered"  # type: ignore[union-attr]


def test_the_worker_and_the_page_without_connection_are_for_everybody(world: World, sign_in: SignIn) -> None:
    answer = Client().get("/hors-connexion.js")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache" and not answer.cookies
    assert '"/hors-connexion/", "/en/hors-connexion/"' in answer.content.decode()
    assert sign_in(world.amina).get("/hors-connexion.js").content == answer.content
    page = Client().get("/hors-connexion/")
    assert page.headers["Cache-Control"] == "public, max-age=300" and "n’est pas gardée sur cet appareil" in page.content.decode()
