"""The rows of the editor, by plain forms: nothing here needs a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coursesite.accounts.models import User
from step_guides.worksheets import actions
from step_guides.worksheets.models import Dismissal, Entry, Link, Node, Worksheet
from tests.people import World

SignIn = Callable[[User], Client]


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


def test_a_row_is_a_plain_form(world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn) -> None:
    client, (_one, outcome) = sign_in(world.amina), two
    form = soup(client.get(base(sheet))).select_one(f"#node-{outcome.uid} > form")
    values = {
        one["name"]: one.get("value", "") for one in form.select("input[type=hidden]") if one["name"] != "csrfmiddlewaretoken"
    }
    saved = client.post(
        form["action"],
        {**values, "label": outcome.label, "audience": "Personnes sortantes", "horizon": "medium", "final": ["", "1"]},
    )
    assert saved.status_code == 303 and saved.url.endswith(f"#node-{outcome.uid}")
    outcome.refresh_from_db()
    assert (outcome.audience, outcome.horizon, outcome.final, outcome.priority) == ("Personnes sortantes", "medium", True, False)


def test_what_is_refused_is_shown_again_at_its_field(
    world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn
) -> None:
    client, (one, _outcome) = sign_in(world.amina), two
    long = "Trop long " * 20
    page = client.post(f"{base(sheet)}lignes/{one.anchor}/", {"lock": one.lock, "label": long, "note": "gardée"})
    row = soup(page).select_one(f"#node-{one.uid}")
    assert page.status_code == 422
    assert (
        row.select_one("[name=label]").text.strip() == long.strip() and row.select_one("[name=label]")["aria-invalid"] == "true"
    )
    assert "120 caractères" in row.select_one(".error").text and row.select_one("[name=note]").text.strip() == "gardée"
    nul = client.post(f"{base(sheet)}lignes/field:title/", {"lock": 0, "text": "a\x00b"})
    assert nul.status_code == 422


def test_a_stale_lock_shows_both_texts_and_either_may_be_kept(
    world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn
) -> None:
    client, (one, _outcome) = sign_in(world.amina), two
    actions.edit_row(sheet, one.anchor, {"label": "Le texte de Bilal"}, lock=one.lock, by=world.bilal)
    page = client.post(f"{base(sheet)}lignes/{one.anchor}/", {"lock": one.lock, "label": "Le texte d’Amina", "note": ""})
    box = soup(page).select_one(f"#node-{one.uid} .conflict")
    assert page.status_code == 409
    assert (box.select_one(".mine").text, box.select_one(".theirs").text) == ("Le texte d’Amina", "Le texte de Bilal")
    one.refresh_from_db()
    assert one.label == "Le texte de Bilal"
    keep = soup(page).select_one(f"#node-{one.uid}-keep")
    kept = {field["name"]: field["value"] for field in keep.select("input") if field["name"] != "csrfmiddlewaretoken"}
    assert client.post(keep["action"], kept).status_code == 303
    one.refresh_from_db()
    assert one.label == "Le texte d’Amina"


def test_elements_are_added_linked_moved_deleted_and_put_back(
    world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn
) -> None:
    client, (one, outcome) = sign_in(world.amina), two
    assert client.post(base(sheet) + "lignes/", {"column": "activity", "label": "Animer un atelier"}).status_code == 303
    new = Node.objects.get(label="Animer un atelier")
    assert client.post(base(sheet) + "lignes/", {"source": new.anchor, "target": outcome.anchor}).status_code == 303
    assert (
        client.post(
            base(sheet) + "lignes/", {"source": outcome.anchor, "target": "new:outcome:long", "label": "Ils restent logés"}
        ).status_code
        == 303
    )
    long = Node.objects.get(label="Ils restent logés")
    assert (long.horizon, Link.objects.filter(source=outcome, target=long).count()) == ("long", 1)
    up = client.post(f"{base(sheet)}lignes/{new.anchor}/", {"lock": new.lock, "label": "Animer deux ateliers", "do": "up"})
    assert up.status_code == 303
    assert list(Node.objects.filter(kind="activity").values_list("label", flat=True)) == ["Animer deux ateliers", one.label]
    new.refresh_from_db()
    gone = client.post(f"{base(sheet)}lignes/{new.anchor}/", {"lock": new.lock, "do": "delete"})
    assert gone.status_code == 303 and not Node.objects.filter(pk=new.pk).exists()
    back = soup(client.get(gone.url)).select_one(".note.success form")
    assert client.post(back["action"], {"number": back.select_one("[name=number]")["value"]}).status_code == 303
    assert Node.objects.filter(uid=new.uid).exists() and Link.objects.filter(target=outcome, source__uid=new.uid).exists()


def test_links_that_cannot_be(world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn) -> None:
    client, (one, outcome) = sign_in(world.amina), two
    far = actions.open_sheet(world.jardin, "theory_of_change", by=world.chloe)
    theirs = actions.add_node(far, "outcome", {"label": "Ailleurs"}, by=world.chloe)
    assert client.post(base(sheet) + "lignes/", {"source": one.anchor, "target": theirs.anchor}).status_code == 404
    assert client.post(f"{base(sheet)}lignes/{theirs.anchor}/", {"lock": 1, "label": "Pris"}).status_code == 404
    assert Node.objects.get(uid=theirs.anchor.partition(":")[2]).label == "Ailleurs"
    twice = client.post(base(sheet) + "lignes/", {"source": one.anchor, "target": outcome.anchor})
    assert twice.status_code == 422 and "déjà reliés" in soup(twice).select_one(".link-form").text
    empty = client.post(base(sheet) + "lignes/", {"source": one.anchor, "target": ""})
    assert empty.status_code == 422
    nothing = client.post(base(sheet) + "lignes/", {"column": "activity", "label": "  "})
    assert nothing.status_code == 422 and soup(nothing).select_one("details.add[open]")
    loop = client.post(base(sheet) + "lignes/", {"source": one.anchor, "target": one.anchor})
    assert loop.status_code == 422


def test_undo_and_redo(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    actions.edit_row(sheet, "field:title", {"text": "Un titre"}, lock=0, by=world.amina)
    assert client.post(base(sheet) + "annuler/", {"number": "1"}).status_code == 303
    assert Entry.objects.get().text == ""
    page = soup(client.get(base(sheet)))
    assert [button.text for button in page.select(".steps button")] == ["Rétablir"]
    assert client.post(base(sheet) + "retablir/", {"number": "1"}).status_code == 303
    assert Entry.objects.get().text == "Un titre"
    assert client.post(base(sheet) + "retablir/", {}).status_code == 409


def test_a_hint_is_shown_at_its_row_and_may_be_intended(
    world: World, sheet: Worksheet, two: tuple[Node, Node], sign_in: SignIn
) -> None:
    client, (_one, outcome) = sign_in(world.amina), two

    def said(page: BeautifulSoup) -> set[str]:
        return {field["value"] for field in page.select(f"#remarks-node-{outcome.uid} input[name=code]")}

    before = soup(client.get(base(sheet)))
    place = before.select_one(f"#remarks-node-{outcome.uid}")
    assert "à corriger ou à justifier" in place.text and "T10" not in place.text and "T10" in said(before)
    hint = {"code": "T10", "anchor": outcome.anchor}
    assert client.post(base(sheet) + "pistes/", {**hint, "reason": " "}).status_code == 422
    assert client.post(base(sheet) + "pistes/", {**hint, "reason": "Pour tout le monde"}).status_code == 303
    page = soup(client.get(base(sheet)))
    assert said(page) == said(before) - {"T10"} and "Pour tout le monde" in page.select_one("#pistes").text
    assert client.post(base(sheet) + "pistes/", {**hint, "do": "undo"}).status_code == 303
    assert not Dismissal.objects.exists()


def test_words_that_seem_to_name_somebody_are_saved_with_a_warning(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    assert client.post(f"{base(sheet)}lignes/field:doubts/", {"lock": 0, "text": "Écrire à jean@exemple.fr"}).status_code == 303
    assert "adresse électronique" in soup(client.get(base(sheet))).select_one("#remarks-field-doubts").text
