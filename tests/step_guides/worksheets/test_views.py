"""The pages of a sheet: what members do with them, by plain forms, and who is kept out."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.models import Link, Node, Revision, Worksheet
from tests.people import World

SignIn = Callable[[User], Client]
READING = ["", "?vue=schema", "?vue=recit", "panneau/", "imprimer/", "historique/", "depart/", "envoyer/", "rouvrir/"]
WRITING = [
    "depart/",
    "enregistrer/",
    "lignes/",
    "lignes/field:title/",
    "pistes/",
    "annuler/",
    "retablir/",
    "envoyer/",
    "retirer/",
    "rouvrir/",
]


def base(sheet: Worksheet) -> str:
    return f"/fiches/{sheet.public_id}/"


def soup(response: object) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")  # type: ignore[attr-defined]


@pytest.fixture
def two(sheet: Worksheet, world: World) -> tuple[Node, Node]:
    """An activity that leads to an outcome, without its « parce que »."""
    one = actions.add_node(sheet, "activity", {"label": "Recevoir chaque personne"}, by=world.amina)
    other = actions.add_node(
        sheet, "outcome", {"label": "Les gens savent où aller", "horizon": "short"}, by=world.amina, after=one.anchor
    )
    found = {node.anchor: node for node in Node.objects.filter(worksheet=sheet)}
    return found[one.anchor], found[other.anchor]


@pytest.fixture
def filled(sheet: Worksheet, world: World) -> Worksheet:
    """The filled example, typed in, with one outcome more in each horizon: a sheet of ordinary size."""
    example, anchors = filled_example(Kind.THEORY_OF_CHANGE).snapshot, {}
    for key, text in example["entries"].items():
        actions.edit_row(sheet, f"field:{key}", {"text": text}, lock=0, by=world.amina)
    for node in example["nodes"]:
        own = {
            name: node[name] for name in ("label", "note", "audience", *(("horizon", "horizon_text") if node["horizon"] else ()))
        }
        anchors[node["uid"]] = actions.add_node(sheet, node["kind"], own, by=world.amina).anchor
    for link in example["links"]:
        own = {name: link[name] for name in ("kind", "assumption", "evidence", "confidence")}
        actions.add_link(sheet, anchors[link["source"]], anchors[link["target"]], own, by=world.amina)
    for number in range(25 - len(anchors)):
        label = {"label": f"Les jeunes osent demander de l’aide, cas {number}", "horizon": "medium", "audience": "Jeunes"}
        actions.add_node(sheet, "outcome", label, by=world.amina, after=next(iter(anchors.values())))
    return sheet


@pytest.mark.parametrize("path", READING)
def test_members_read_every_page(world: World, sheet: Worksheet, two: object, sign_in: SignIn, path: str) -> None:
    assert sign_in(world.bilal).get(base(sheet) + path).status_code == 200


@pytest.mark.parametrize("who", ["chloe", "luc", "rose", "paul", "stranger", "sofia"])
def test_others_find_no_page(world: World, sheet: Worksheet, sign_in: SignIn, who: str) -> None:
    """Trainers too: they read what is sent, through the reviews."""
    client = sign_in(getattr(world, who))
    sent = actions.submit(sheet, by=world.amina, confirmed=True)
    assert {path: client.get(base(sheet) + path).status_code for path in READING} == dict.fromkeys(READING, 404)
    body = {"anchor": "field:title", "fields": {"text": "x"}, "lock": 0, "op_id": str(uuid.uuid4())}
    json = {"content_type": "application/json"}
    answers = {
        path: client.post(base(sheet) + path, body if "enregistrer" in path else {}, **(json if "enregistrer" in path else {}))
        for path in WRITING
    }
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(WRITING, 404)
    # Her trainer reads the version elsewhere: to him it is not absent, only not this page of it.
    assert client.get(f"/fiches/versions/{sent.public_id}/").status_code == (403 if who == "luc" else 404)


def test_a_visitor_signs_in_first(client: Client, sheet: Worksheet) -> None:
    assert client.get(base(sheet)).status_code == 302
    answer = client.post(base(sheet) + "enregistrer/", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


@pytest.mark.parametrize("path", [path for path in WRITING if path not in ("depart/", "envoyer/", "rouvrir/")])
def test_reading_an_address_changes_nothing(world: World, sheet: Worksheet, sign_in: SignIn, path: str) -> None:
    assert sign_in(world.amina).get(base(sheet) + path).status_code == 405


def test_opening_creates_by_post_alone_and_keeps_the_row(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.chloe)
    page = client.get("/fiches/theorie-du-changement/?ligne=outcome")
    assert page.status_code == 200 and not Worksheet.objects.exists()
    assert len(soup(page).select("main form")) == 1
    made = client.post("/fiches/theorie-du-changement/", {"ligne": "outcome"})
    sheet = Worksheet.objects.non_polymorphic().get()
    assert (made.status_code, made.url) == (303, f"{base(sheet)}?ligne=kind:outcome#kind-outcome")
    again = client.get("/fiches/theorie-du-changement/?ligne=narrative_intro")
    assert (again.status_code, again.url) == (303, f"{base(sheet)}?ligne=field:narrative_intro#field-narrative_intro")
    assert client.get("/fiches/theorie-du-changement/?structure=" + str(world.passerelle.public_id)).status_code == 404
    assert client.get("/fiches/nulle-part/").status_code == 404


def test_somebody_of_no_organisation_is_told(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.stranger)
    assert client.get("/fiches/theorie-du-changement/").status_code == 404
    assert "membre d’aucune structure" in client.get("/fiches/").content.decode()


def test_the_list_of_sheets_costs_the_same_at_one_and_three(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    actions.submit(sheet, by=world.amina, confirmed=True)
    client.get("/fiches/")  # what the process keeps is read once
    with CaptureQueriesContext(connection) as one:
        page = client.get("/fiches/")
    assert "Chez Luc et Maud depuis" in page.content.decode()
    from tests.people import join

    for structure in (world.jardin, world.phare):
        join(world.amina, structure)
        actions.open_sheet(structure, "theory_of_change", by=world.amina)
    with CaptureQueriesContext(connection) as three:
        client.get("/fiches/")
    assert len(three) == len(one)


def test_five_questions_make_linked_elements(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    page = soup(client.get(base(sheet) + "depart/"))
    assert len(page.select("fieldset.question")) == 5
    op_id = page.select_one("[name=op_id]")["value"]
    long = client.post(base(sheet) + "depart/", {"need": "x" * 121, "impact": "Moins de ruptures", "op_id": op_id})
    assert long.status_code == 422 and soup(long).select_one("[name=impact]").text.strip() == "Moins de ruptures"
    answers = {
        "impact": "Moins de ruptures",
        "outcome": "Les jeunes osent demander",
        "activity": "Recevoir",
        "audience": "Jeunes",
        "op_id": op_id,
    }
    assert client.post(base(sheet) + "depart/", answers).status_code == 303
    assert client.post(base(sheet) + "depart/", answers).status_code == 303  # pressed twice: the same answer
    assert set(Node.objects.values_list("kind", flat=True)) == {"impact", "outcome", "activity"}
    assert Link.objects.count() == 1
    other = client.post(base(sheet) + "depart/", {"impact": "Encore"})
    assert (
        other.status_code == 409
        and soup(other).select_one(".error-summary")
        and soup(other).select_one("[name=impact]").text.strip() == "Encore"
    )


def test_the_example_is_whole_and_fictional(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.amina).get("/fiches/theorie-du-changement/exemple/")
    text = page.content.decode()
    assert page.status_code == 200 and "exemple fictif" in text and soup(page).select("svg.theory [data-anchor]")


def test_a_sheet_of_25_elements_opens_light_and_in_few_queries(world: World, filled: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    client.get(base(filled))  # what the process keeps is read once
    with CaptureQueriesContext(connection) as queries:
        page = client.get(base(filled))
    assert len(soup(page).select(".row-node")) == 25
    assert len(queries) <= 12, "\n".join(one["sql"][:60] + one["sql"][one["sql"].find(" FROM ") :][:110] for one in queries)
    wire = client.get(base(filled), headers={"Accept-Encoding": "gzip"})
    assert len(gzip.decompress(wire.content)) > len(wire.content) and len(wire.content) <= 60 * 1024
    with CaptureQueriesContext(connection) as queries:
        client.get(base(filled) + "panneau/")
    assert len(queries) <= 12


def test_the_history_names_authors(world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn) -> None:
    one, _outcome = two
    actions.edit_row(sheet, one.anchor, {"label": "Recevoir chacun"}, lock=one.lock, by=world.bilal)
    text = soup(sign_in(world.amina).get(base(sheet) + "historique/")).select_one("main").text
    assert "Bilal Kernan" in text and "Recevoir chacun" in text
    assert Revision.objects.count() == 3
