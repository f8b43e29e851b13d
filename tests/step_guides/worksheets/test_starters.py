"""Theories by sector to start from: a few linked elements to adapt, added to an empty sheet and to no other."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coursesite.accounts.models import User
from coursesite.core.errors import WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.models import Link, Node, Revision, Worksheet
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.starters import starters
from tests.people import World

SignIn = Callable[[User], Client]
SLUGS = ("justice-reinsertion", "protection-enfance", "handicap")


def test_three_sectors_in_their_order():
    assert tuple(starters()) == SLUGS
    assert all(one.label and one.text for one in starters().values())


@pytest.mark.parametrize("slug", SLUGS)
def test_an_example_is_whole_marked_and_asks_hardly_anything(world: World, sheet: Worksheet, slug: str):
    actions.start_from(sheet, starters()[slug], by=world.amina)
    document = snapshot(sheet)
    assert {one["kind"] for one in document["nodes"]} == {"need", "impact", "outcome", "output", "activity", "resource", "negative_outcome",
                                                          "external_factor"}  # fmt: skip
    assert all(one["label"].endswith("(à adapter)") and len(one["label"]) <= 120 for one in document["nodes"])
    assert len(document["links"]) == len(starters()[slug].links) and all(
        one["parry"] for one in document["nodes"] if "parry" in one
    )
    assert remarks(document) == []


@pytest.mark.parametrize("slug", ["justice-reinsertion", "handicap"])
def test_the_lack_of_homes_hinders_the_outcome_about_a_home(slug: str):
    starter = starters()[slug]
    labels = {node["id"]: node["label"] for node in starter.nodes}
    hindered = [link for link in starter.links if link["kind"] == "hinders"]
    assert ["logement" in labels[end] for link in hindered for end in (link["source"], link["target"])] == [True, True]


def test_it_is_one_step_to_take_back_and_the_same_form_twice_begins_once(world: World, sheet: Worksheet):
    op_id, starter = uuid.uuid4(), starters()["handicap"]
    first = actions.start_from(sheet, starter, by=world.amina, op_id=op_id)
    assert actions.start_from(sheet, starter, by=world.amina, op_id=op_id).anchor == first.anchor
    assert Revision.objects.filter(worksheet=sheet.pk).count() == 1 and Node.objects.count() == len(starter.nodes)
    actions.undo(sheet, by=world.amina)
    assert not Node.objects.exists() and not Link.objects.exists()
    actions.redo(sheet, by=world.amina)
    assert Node.objects.count() == len(starter.nodes) and Link.objects.count() == len(starter.links)


def test_nothing_written_is_ever_overwritten(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "Le nôtre"}, by=world.bilal)
    with pytest.raises(WrongState):
        actions.start_from(sheet, starters()["handicap"], by=world.amina)
    assert [one.label for one in Node.objects.all()] == ["Le nôtre"]


def test_it_is_chosen_on_the_page_of_the_guided_start(world: World, sheet: Worksheet, sign_in: SignIn):
    client = sign_in(world.amina)
    path = f"/fiches/{sheet.public_id}/depart/"
    page = BeautifulSoup(client.get(path).content, "html.parser")
    forms = page.select(".starters form")
    assert [form.select_one("[name=depart]")["value"] for form in forms] == list(SLUGS)
    asked = {
        field["name"]: field.get("value", "") for field in forms[0].select("input") if field["name"] != "csrfmiddlewaretoken"
    }
    for _turn in range(2):
        assert client.post(path, asked).status_code == 303
    assert Node.objects.count() == len(starters()["justice-reinsertion"].nodes)
    assert client.post(path, {**asked, "op_id": str(uuid.uuid4())}).status_code == 409
    assert client.post(path, {"depart": "inconnu"}).status_code == 422
    assert sign_in(world.paul).post(path, asked).status_code == 404
