"""Liste, Schéma, Récit: three views of the same rows, each open at what is selected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.models import Worksheet
from tests.people import World

SignIn = Callable[[User], Client]
VIEWS = ("", "schema", "recit")


@pytest.fixture
def anchors(world: World, sheet: Worksheet) -> dict[str, str]:
    one = actions.add_node(sheet, "activity", {"label": "Recevoir chacun"}, by=world.amina).anchor
    other = actions.add_node(sheet, "outcome", {"label": "Savoir où aller", "audience": "Familles"}, by=world.amina).anchor
    return {"node": one, "other": other, "link": actions.add_link(sheet, one, other, by=world.amina).anchor}


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("what", ["node", "link"])
def test_each_view_leads_to_the_same_place_of_the_others(
    world: World, sheet: Worksheet, anchors: dict[str, str], sign_in: SignIn, view: str, what: str
) -> None:
    client, anchor = sign_in(world.amina), anchors[what]
    page = read(client, f"/fiches/{sheet.public_id}/?vue={view}&ligne={anchor}")
    places = {"liste": "", "schema": "fig-", "recit": "told-"}
    for tab in page.select(".tabs a"):
        address = tab["href"]
        assert f"ligne={anchor}" in address and address.endswith(f"#{places[tab['data-view']]}{anchor.replace(':', '-')}")
        there = read(client, f"/fiches/{sheet.public_id}/{address}")
        if (tab["data-view"], what) not in (
            ("schema", "link"),
            ("recit", "node"),
        ):  # a picture leads by its elements, the narrative by its links
            assert there.find(id=address.partition("#")[2]) is not None, address


def test_nothing_selected_nothing_in_the_addresses(world: World, sheet: Worksheet, anchors: object, sign_in: SignIn) -> None:
    page = read(sign_in(world.amina), f"/fiches/{sheet.public_id}/")
    assert [tab["href"] for tab in page.select(".tabs a")] == ["?", "?vue=schema", "?vue=recit"]


def test_an_element_of_the_picture_leads_to_its_row_and_its_row_back(
    world: World, sheet: Worksheet, anchors: dict[str, str], sign_in: SignIn
) -> None:
    client = sign_in(world.amina)
    picture = read(client, f"/fiches/{sheet.public_id}/?vue=schema")
    drawn = {one["id"]: one for one in picture.select("svg.theory a")}
    assert set(drawn) == {f"fig-{anchors[name].replace(':', '-')}" for name in ("node", "other")}
    assert picture.select_one("svg.theory")["role"] == "group"
    link = drawn[f"fig-{anchors['other'].replace(':', '-')}"]
    said = " ".join(link.get_text().split())
    assert "Savoir où aller" in said and "Familles" in said
    row = read(client, f"/fiches/{sheet.public_id}/{link['href']}").find(id=link["href"].partition("#")[2])
    assert row["data-anchor"] == anchors["other"]
    assert row.select_one(".to-diagram")["href"].endswith(f"#{link['id']}")
    listed = read(client, f"/fiches/{sheet.public_id}/")
    assert listed.select_one("svg.theory")["role"] == "img" and not listed.select("svg.theory a")


def test_a_sentence_leads_to_its_link_and_is_brought_out_with_its_ends(
    world: World, sheet: Worksheet, anchors: dict[str, str], sign_in: SignIn
) -> None:
    client = sign_in(world.amina)
    for name in anchors:
        page = read(client, f"/fiches/{sheet.public_id}/?vue=recit&ligne={anchors[name]}")
        (told,) = page.select(".told li")
        assert told["class"] == ["is-focus"] and told.a["href"].startswith(f"?ligne={anchors['link']}#link-")
    assert not read(client, f"/fiches/{sheet.public_id}/?vue=recit").select(".is-focus")


def test_a_long_sheet_is_folded_but_where_one_is(
    world: World, sheet: Worksheet, anchors: dict[str, str], sign_in: SignIn
) -> None:
    client = sign_in(world.amina)
    assert all(one.has_attr("open") for one in read(client, f"/fiches/{sheet.public_id}/").select(".fold"))
    for number in range(24):
        actions.add_node(sheet, "resource", {"label": f"Ressource {number}"}, by=world.amina)
    page = read(client, f"/fiches/{sheet.public_id}/")
    assert not page.select(".fold[open]")
    assert len(page.select(".jump a")) == 26 and all(page.find(id=one["href"][1:]) for one in page.select(".jump a"))
    (open_,) = read(client, f"/fiches/{sheet.public_id}/?ligne={anchors['link']}").select(".fold[open]")
    assert open_.find(id=anchors["link"].replace(":", "-"))


def test_an_element_is_dropped_at_its_place_by_its_own_form(
    world: World, sheet: Worksheet, anchors: dict[str, str], sign_in: SignIn
) -> None:
    client = sign_in(world.amina)
    second = actions.add_node(sheet, "activity", {"label": "Appeler"}, by=world.amina)
    asked = {"lock": "1", "label": "Appeler", "do": f"before:{anchors['node'].partition(':')[2]}"}
    assert client.post(f"/fiches/{sheet.public_id}/lignes/{second.anchor}/", asked).status_code == 303
    page = read(client, f"/fiches/{sheet.public_id}/")
    assert [one["data-anchor"] for one in page.select("#kind-activity .row-node")] == [second.anchor, anchors["node"]]
    strange = {**asked, "lock": "1", "do": "before:x"}
    assert client.post(f"/fiches/{sheet.public_id}/lignes/{second.anchor}/", strange).status_code == 404
