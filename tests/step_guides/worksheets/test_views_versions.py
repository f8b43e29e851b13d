"""The past of a sheet in pages: compare any two versions one may see, name a moment, come back to it."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.diagram import draw
from step_guides.worksheets.diagram.changes import together
from step_guides.worksheets.diff import compare
from step_guides.worksheets.models import Node, RestorePoint, Worksheet
from tests.people import World
from tests.step_guides.worksheets.factories import fill
from tests.step_guides.worksheets.theories import link, node, sound, uid

SignIn = Callable[[User], Client]
SVG = "{http://www.w3.org/2000/svg}"


def base(sheet: Worksheet) -> str:
    return f"/fiches/{sheet.public_id}/"


def soup(response: object) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")  # type: ignore[attr-defined]


@pytest.fixture
def twice(sheet: Worksheet, world: World) -> Worksheet:
    """Sent, answered, and changed since: version 1, a named moment, and the draft of today."""
    fill(sheet, sound() | {"entries": {"title": "Un titre"}}, by=world.amina)
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    actions.name_point(sheet, "Avant la réunion", by=world.amina)
    title = actions.edit_row(sheet, "field:title", {"text": "Un autre titre"}, lock=1, by=world.bilal)
    assert title.lock == 2
    actions.add_node(sheet, "activity", {"label": "Visites à domicile"}, by=world.bilal)
    actions.delete_row(sheet, Node.objects.get(label="24 ateliers tenus").anchor, by=world.bilal)
    return sheet


def test_without_a_choice_the_last_version_and_today(twice: Worksheet, world: World, sign_in: SignIn):
    page = soup(sign_in(world.amina).get(base(twice) + "comparer/"))
    chosen = [one["value"] for one in page.select("select option[selected]")]
    assert chosen == ["version-1", "maintenant"]
    assert len(page.select('select[name="de"] option')) == 4  # now, the moment, version 1, the empty sheet
    added = next(one for one in page.select("h3") if one.get_text().startswith("Ajouté"))
    assert "Visites à domicile" in added.find_next("ul").get_text()
    title = page.select_one(".changes p.diff")
    assert [one.get_text() for one in title.select("ins")] == [" autre"]
    assert "[ajouté\u00a0:" in title.get_text(), "said aloud too"


def test_the_picture_marks_by_words_and_outlines():
    old, new = sound(), sound()
    new["nodes"] = [*(one for one in new["nodes"] if one["uid"] != uid("n1")), node("z", "activity", "Visites", position=50)]
    new["links"] = [one for one in new["links"] if one["uid"] != uid("a1→n1")] + [link("z", "o2")]
    next(one for one in new["nodes"] if one["uid"] == uid("e1"))["label"] = "Les personnes font valoir leurs droits"
    next(one for one in new["links"] if one["uid"] == uid("x1→e3"))["target"] = uid("e4")
    both, marks = together(old, new, compare(old, new))
    drawn = ElementTree.fromstring(draw(both, title="Ce qui a changé", marks=marks))
    groups = {one.get("data-anchor"): one for one in drawn.iter(f"{SVG}g")}
    words = {
        f"node:{uid('z')}": "+ ajouté", f"node:{uid('n1')}": "− supprimé", f"node:{uid('e1')}": "≠ reformulé",
        f"link:{uid('z→o2')}": "+ ajouté", f"link:{uid('x1→e3')}": "↷ relié", f"link:{uid('x1→e3')}~": "− supprimé",
    }  # fmt: skip
    for anchor, word in words.items():
        assert word in "".join(groups[anchor].itertext()), anchor
    told = {one.get("data-anchor") for one in groups.values() if any(word in "".join(one.itertext()) for word in words.values())}
    assert told == {*words, f"link:{uid('a1→n1')}"}, "nothing else is marked"
    added, removed, reworded = (groups[f"node:{uid(name)}"].findall(f"{SVG}path") for name in ("z", "n1", "e1"))
    assert added[0].get("stroke-width") == "4"
    assert removed[0].get("stroke-dasharray")
    assert len(reworded) == 2
    assert draw(both, title="Ce qui a changé", marks=marks) == draw(both, title="Ce qui a changé", marks=marks)


def test_the_same_version_twice_says_so(twice: Worksheet, world: World, sign_in: SignIn):
    page = sign_in(world.amina).get(base(twice) + "comparer/?de=version-1&a=version-1")
    assert "Rien n’a changé dans le texte." in page.content.decode()
    assert not soup(page).select("svg.theory")


def test_trainers_compare_what_was_sent_and_nothing_else(twice: Worksheet, world: World, sign_in: SignIn):
    luc = sign_in(world.luc)
    page = soup(luc.get(base(twice) + "comparer/"))
    assert [one["value"] for one in page.select('select[name="de"] option')] == ["version-1", "debut"]
    assert not page.select("form[method=post] [name=version]")
    assert "Visites à domicile" not in page.get_text()
    point = RestorePoint.objects.get()
    for asked in ("?de=version-1&a=maintenant", f"?de=version-1&a=point-{point.public_id}", "?de=version-1&a=version-2"):
        assert luc.get(base(twice) + "comparer/" + asked).status_code == 404
    for stranger in (world.chloe, world.noe, world.rose, world.paul, world.sofia):
        assert sign_in(stranger).get(base(twice) + "comparer/").status_code == 404


def test_a_version_taken_back_is_for_members_alone(sheet: Worksheet, world: World, sign_in: SignIn):
    fill(sheet, sound(), by=world.amina)
    actions.submit(sheet, by=world.amina, confirmed=True)
    actions.withdraw(sheet, by=world.amina)
    assert sign_in(world.luc).get(base(sheet) + "comparer/").status_code == 404
    assert "Version 1, reprise" in sign_in(world.amina).get(base(sheet) + "comparer/").content.decode()


def test_a_moment_is_named_seen_come_back_to_and_taken_away(twice: Worksheet, world: World, sign_in: SignIn):
    bilal = sign_in(world.bilal)
    answer = bilal.post(base(twice) + "moments/", {"name": "Après les visites"})
    assert answer.status_code == 303
    history = soup(bilal.get(answer["Location"]))
    assert "Après les visites" in history.select_one(".points").get_text()
    way = next(one["href"] for one in history.select(".points a") if "Avant la réunion" in one.get_text())
    form = soup(bilal.get(way)).select_one(f'form[action="{base(twice)}revenir/"]')
    asked = {one["name"]: one["value"] for one in form.select("input")}
    assert bilal.post(form["action"], asked).status_code == 303
    assert not Node.objects.filter(label="Visites à domicile").exists()
    assert "a fait revenir la fiche à « Avant la réunion »" in bilal.get(base(twice) + "historique/").content.decode().replace(
        "\u00a0", " "
    )
    point = RestorePoint.objects.get(name="Avant la réunion")
    assert bilal.post(base(twice) + f"moments/{point.public_id}/retirer/").status_code == 303
    assert "Retiré par Bilal Kernan" in bilal.get(base(twice) + "historique/").content.decode()
    assert bilal.get(base(twice) + f"comparer/?de=maintenant&a=point-{point.public_id}").status_code == 404


def test_a_name_that_is_refused_is_shown_again(twice: Worksheet, world: World, sign_in: SignIn):
    answer = sign_in(world.amina).post(base(twice) + "moments/", {"name": "Avant la réunion"})
    assert answer.status_code == 422
    box = soup(answer).select_one('input[name="name"]')
    assert (box["value"], box["aria-invalid"]) == ("Avant la réunion", "true")


def test_what_changed_in_between_is_shown_before_going_back(twice: Worksheet, world: World, sign_in: SignIn):
    amina, point = sign_in(world.amina), RestorePoint.objects.get()
    page = soup(amina.get(base(twice) + f"comparer/?de=maintenant&a=point-{point.public_id}"))
    asked = {one["name"]: one["value"] for one in page.select(f'form[action="{base(twice)}revenir/"] input')}
    actions.add_node(twice, "need", {"label": "Un besoin de dernière minute"}, by=world.bilal)
    answer = amina.post(base(twice) + "revenir/", asked)
    assert answer.status_code == 409
    assert "Un besoin de dernière minute" in answer.content.decode()
    again = {one["name"]: one["value"] for one in soup(answer).select(f'form[action="{base(twice)}revenir/"] input')}
    assert amina.post(base(twice) + "revenir/", again).status_code == 303


def test_no_way_back_while_it_is_read(twice: Worksheet, world: World, sign_in: SignIn):
    actions.submit(twice, by=world.amina, confirmed=True)
    point, amina = RestorePoint.objects.get(), sign_in(world.amina)
    page = amina.get(base(twice) + f"comparer/?de=maintenant&a=point-{point.public_id}")
    assert not soup(page).select(f'form[action="{base(twice)}revenir/"]')
    asked = {"version": f"point-{point.public_id}", "seen": "0", "op_id": "x"}
    assert amina.post(base(twice) + "revenir/", asked).status_code == 409


def test_the_desk_says_the_same(twice: Worksheet, world: World, sign_in: SignIn):
    """« What changed since » and the page that compares: one truth."""
    submission = actions.submit(twice, by=world.amina, confirmed=True)
    luc = sign_in(world.luc)
    desk = soup(luc.get(reverse("reviews:detail", args=[submission.public_id])))
    page = soup(luc.get(desk.select_one("#changes a[href*=comparer]")["href"]))
    said = [[one.get_text(" ", strip=True) for one in where.select(".changes > li")] for where in (desk, page)]
    assert said[0] == said[1] and said[0]
    held = {one["id"] for one in desk.select("[id]")}
    assert {one["href"].removeprefix("#") for one in desk.select("#changes .changes a")} <= held, "each leads to its row"


@pytest.mark.parametrize("page", ["comparer/", "historique/"])
def test_queries_do_not_grow_with_versions(page: str, twice: Worksheet, world: World, sign_in: SignIn):
    amina = sign_in(world.amina)
    amina.get(base(twice) + page)
    with CaptureQueriesContext(connection) as few:
        amina.get(base(twice) + page)
    for number in range(5):
        actions.name_point(twice, f"Moment {number}", by=world.amina)
        actions.add_node(twice, "need", {"label": f"Besoin {number}"}, by=world.amina)
    with CaptureQueriesContext(connection) as many:
        amina.get(base(twice) + page)
    assert len(many) <= len(few) <= 16
