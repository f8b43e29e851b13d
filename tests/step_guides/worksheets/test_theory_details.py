"""What more may be said of elements and links, and the stakeholders: written, undone, frozen, told, compared, exported."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid
from step_guides.worksheets import actions
from step_guides.worksheets.checks import remarks
from step_guides.worksheets.diff import compare
from step_guides.worksheets.enums import Kind, NodeKind
from step_guides.worksheets.exports import Document, formats_of
from step_guides.worksheets.exports.as_json import read
from step_guides.worksheets.models import Link, Node, Worksheet
from step_guides.worksheets.models.details import OF_LINKS, OF_NODES, RULES_OF_LINKS, RULES_OF_NODES
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.theory import detail_words
from step_guides.worksheets.typing_rules import OneOf, Scale
from step_guides.worksheets.words import raw
from tests.people import World
from tests.step_guides.worksheets.theories import sound

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def some(rule: object) -> str:
    if isinstance(rule, OneOf | Scale):
        return str(rule.choices.values[0])
    return "Quelques mots"


@pytest.fixture
def full(world: World, sheet: Worksheet) -> Worksheet:
    """One element of each kind and one link, with everything that may be said of them; one stakeholder."""
    anchors = {}
    for kind in NodeKind.values:
        said = {one.key: some(one.rule) for one in OF_NODES[kind]}
        anchors[kind] = actions.add_node(sheet, kind, {"label": f"Un élément {kind}", **said}, by=world.amina).anchor
    said = {one.key: some(one.rule) for one in OF_LINKS}
    actions.add_link(sheet, anchors["activity"], anchors["outcome"], {"assumption": "Le lien rassure", **said}, by=world.amina)
    actions.add_line(sheet, "stakeholder", {"name": "Familles", "stance": "benefits", "headcount": "12"}, by=world.amina)
    return sheet


def test_every_detail_has_words_and_no_word_is_left_over():
    assert set(raw(Kind.THEORY_OF_CHANGE)["detail"]) == RULES_OF_NODES.keys() | RULES_OF_LINKS.keys()
    assert all(detail_words(key).label for key in raw(Kind.THEORY_OF_CHANGE)["detail"])


def test_what_is_said_goes_into_the_snapshot_and_silence_takes_no_room(world: World, full: Worksheet):
    document = snapshot(full)
    for node in document["nodes"]:
        own = {one.key for one in OF_NODES[node["kind"]]}
        assert own <= node.keys() and not (RULES_OF_NODES.keys() - own) & node.keys()
    assert RULES_OF_LINKS.keys() <= document["links"][0].keys()
    plain = actions.add_node(full, "outcome", {"label": "Autre"}, by=world.amina)
    (node,) = [one for one in snapshot(full)["nodes"] if f"node:{one['uid']}" == plain.anchor]
    assert not RULES_OF_NODES.keys() & node.keys()


def test_one_detail_is_saved_taken_back_and_written_again(world: World, sheet: Worksheet):
    made = actions.add_node(sheet, "negative_outcome", {"label": "Une dépendance"}, by=world.amina)
    saved = actions.edit_row(sheet, made.anchor, {"parry": "Deux adultes"}, lock=made.lock, by=world.amina)
    actions.edit_row(sheet, made.anchor, {"gravity": "high"}, lock=saved.lock, by=world.amina)
    assert Node.objects.get().details == {"parry": "Deux adultes", "gravity": "high"}
    actions.undo(sheet, by=world.amina)
    actions.undo(sheet, by=world.amina)
    assert Node.objects.get().details == {}
    actions.redo(sheet, by=world.amina)
    assert Node.objects.get().details == {"parry": "Deux adultes"}


def test_two_details_of_one_row_do_not_overwrite_each_other(world: World, sheet: Worksheet):
    made = actions.add_node(sheet, "activity", {"label": "Recevoir"}, by=world.amina)
    actions.edit_row(sheet, made.anchor, {"place": "Brest"}, lock=made.lock, by=world.amina)
    with pytest.raises(Exception, match="modifié entre-temps"):
        actions.edit_row(sheet, made.anchor, {"place": "Lyon"}, lock=made.lock, by=world.bilal)
    assert Node.objects.get().details == {"place": "Brest"}


def test_an_element_that_becomes_of_another_kind_loses_what_only_the_first_has(world: World, sheet: Worksheet):
    made = actions.add_node(sheet, "activity", {"label": "Recevoir", "place": "Brest"}, by=world.amina)
    with pytest.raises(Invalid):
        actions.edit_row(sheet, made.anchor, {"parry": "x"}, lock=made.lock, by=world.amina)
    actions.move_node(sheet, made.anchor, "right", by=world.amina)
    assert (Node.objects.get().kind, Node.objects.get().details) == ("output", {})
    actions.undo(sheet, by=world.amina)
    assert (Node.objects.get().kind, Node.objects.get().details) == ("activity", {"place": "Brest"})


def test_a_deleted_element_comes_back_whole(world: World, full: Worksheet):
    before = snapshot(full)
    actions.delete_row(full, f"node:{before['nodes'][2]['uid']}", by=world.amina)
    assert not Link.objects.exists()
    actions.undo(full, by=world.amina)
    assert not compare(before, snapshot(full))


def test_a_favourable_factor_helps_by_itself(world: World, sheet: Worksheet):
    outcome = actions.add_node(sheet, "outcome", {"label": "Se loger"}, by=world.amina).anchor
    for influence, kind in (("favourable", "contributes"), ("unfavourable", "hinders"), ("", "hinders")):
        factor = actions.add_node(sheet, "external_factor", {"label": "La loi", "influence": influence}, by=world.amina).anchor
        saved = actions.add_link(sheet, factor, outcome, by=world.amina)
        assert Link.objects.get(uid=saved.anchor.partition(":")[2]).kind == kind


def test_everything_survives_json_and_is_in_each_format(full: Worksheet):
    found = snapshot(full)
    document = Document(found, "Passerelle", uuid.UUID(int=7), "draft", date(2026, 11, 22))
    made = {slug: one.write(document).decode() for slug, one in formats_of(full.spec).items()}
    assert json.loads(json.dumps(read(made["json"].encode()))) == json.loads(json.dumps(found))
    for key in (*RULES_OF_NODES, *RULES_OF_LINKS):
        assert detail_words(key).label in made["csv"], key
    assert "Familles" in made["csv"] and "Quelques mots" in made["cids"]


def test_a_change_of_detail_is_told_in_words(world: World, full: Worksheet):
    before = snapshot(full)
    (node,) = [one for one in before["nodes"] if one["kind"] == "negative_outcome"]
    row = Node.objects.get(uid=node["uid"])
    actions.edit_row(full, row.anchor, {"gravity": "high"}, lock=row.lock, by=world.amina)
    (change,) = compare(before, snapshot(full)).changed
    assert [(one.label, one.old, one.new) for one in change.fields] == [("Gravité", "faible", "forte")]


def test_versions_sent_before_still_open(world: World, sign_in: SignIn):
    """Without details, tables nor upstream, as they were frozen then."""
    old = {key: value for key, value in sound().items() if key not in ("tables", "upstream")}
    assert freeze(old).tables == [] and freeze(old).sentences
    assert "T22" not in {one.code for one in remarks(old)}
    document = Document(old, "Passerelle", uuid.UUID(int=7), "validated", date(2026, 11, 22))
    for one in formats_of(document.spec).values():
        assert one.write(document)
    assert not compare(old, sound()).changed


def test_stakeholders_of_the_needs_are_offered_and_not_typed_again(world: World, sheet: Worksheet, sign_in: SignIn):
    needs = actions.open_sheet(world.passerelle, Kind.NEEDS, by=world.amina)
    for name, category in (("Personnes sortant de détention", "people"), ("Bénévoles", "team")):
        actions.add_line(needs, "stakeholder", {"name": name, "category": category, "stance": "benefits"}, by=world.amina)
    actions.add_line(sheet, "stakeholder", {"name": "bénévoles"}, by=world.amina)
    actions.add_node(sheet, "outcome", {"label": "Oser", "audience": "Bénévoles"}, by=world.amina)
    page = sign_in(world.amina).get(f"/fiches/{sheet.public_id}/").content.decode()
    assert page.count('<option value="Bénévoles">') + page.count('<option value="bénévoles">') == 1
    assert '<option value="Personnes sortant de détention">' in page
    said = {one.code: one for one in remarks(snapshot(sheet))}
    assert "Personnes sortant" in said["T22"].params["names"] and "T29" not in said


def test_a_stakeholder_is_added_from_the_page_of_the_theory(world: World, sheet: Worksheet, sign_in: SignIn):
    client = sign_in(world.amina)
    answer = client.post(f"/fiches/{sheet.public_id}/lignes/", {"table": "stakeholder"})
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert (
        b'data-anchor="stakeholder:' in page.content
        and b'<details class="disclosure groups" id="stakeholders" open' in page.content
    )
