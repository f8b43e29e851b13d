from __future__ import annotations

import pytest

from coursesite.core.errors import Invalid, NotFound, WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.models import Dismissal, Link, Node, Revision, Worksheet
from step_guides.worksheets.queries import contributions
from step_guides.worksheets.rows import rows_of
from step_guides.worksheets.snapshots import digest, snapshot
from tests.people import World


def nothing_written(sheet: Worksheet) -> tuple:
    return Revision.objects.filter(worksheet=sheet.pk).count(), digest(snapshot(sheet))


def test_guided_start_makes_linked_elements_once(world: World, sheet: Worksheet):
    kinds = ("need", "impact", "outcome", "activity", "resource", "output")
    actions.guided_start(sheet, {**{kind: f"Texte {kind}" for kind in kinds}, "audience": "Jeunes"}, by=world.amina)
    nodes = {node.kind: node for node in Node.objects.all()}
    assert set(nodes) == set(kinds)
    assert nodes["outcome"].audience == "Jeunes"
    pairs = {(link.source.kind, link.target.kind, link.kind) for link in Link.objects.select_related("source", "target")}
    assert ("resource", "activity", "contributes") in pairs and ("impact", "need", "responds_to") in pairs and len(pairs) == 5
    assert Revision.objects.count() == 1
    with pytest.raises(WrongState) as refusal:
        actions.guided_start(sheet, {"need": "Encore"}, by=world.bilal)
    assert refusal.value.code == "already_started"
    actions.undo(sheet, by=world.amina)
    assert not Node.objects.exists()


def test_guided_start_refuses_nothing_and_too_much(world: World, sheet: Worksheet):
    with pytest.raises(Invalid):
        actions.guided_start(sheet, {}, by=world.amina)
    with pytest.raises(Invalid) as refusal:
        actions.guided_start(sheet, {"need": "x" * 121, "impact": "ok"}, by=world.amina)
    assert set(refusal.value.errors) == {"need"}
    assert not Node.objects.exists()


def test_setting_a_remark_aside_needs_a_reason_and_a_remark(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "outcome", {"label": "Les jeunes osent"}, by=world.amina)
    with pytest.raises(Invalid):
        actions.dismiss(sheet, "T10", node.anchor, reason=" ", by=world.amina)
    with pytest.raises(NotFound):
        actions.dismiss(sheet, "T12", node.anchor, reason="non", by=world.amina)
    actions.dismiss(sheet, "T10", node.anchor, reason="Tout le quartier", by=world.amina)
    actions.dismiss(sheet, "T10", node.anchor, reason="Le quartier", by=world.bilal)
    assert Dismissal.objects.get().reason == "Le quartier"
    assert snapshot(sheet)["dismissals"] == [{"code": "T10", "anchor": node.anchor, "reason": "Le quartier"}]
    actions.undismiss(sheet, "T10", node.anchor, by=world.amina)
    actions.undismiss(sheet, "T10", node.anchor, by=world.amina)
    assert not Dismissal.objects.exists()


def test_contributions_count_what_each_person_kept(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "a"}, by=world.amina)
    actions.add_node(sheet, "need", {"label": "b"}, by=world.amina)
    actions.add_node(sheet, "need", {"label": "c"}, by=world.bilal)
    actions.undo(sheet, by=world.amina)
    assert (contributions(world.amina, sheet), contributions(world.bilal, sheet), contributions(world.chloe, sheet)) == (1, 1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_save_costs_the_same_however_large_the_sheet(world: World, sheet: Worksheet, count: int, django_assert_num_queries):
    anchors = [actions.add_node(sheet, "activity", {"label": str(n)}, by=world.amina).anchor for n in range(count)]
    with django_assert_num_queries(6):
        actions.edit_row(sheet, anchors[0], {"label": "Autre"}, lock=1, by=world.amina)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_sheet_takes_the_same_queries_however_large(
    world: World, sheet: Worksheet, count: int, django_assert_num_queries
):
    first = actions.add_node(sheet, "activity", {"label": "a"}, by=world.amina).anchor
    for n in range(count):
        actions.add_node(sheet, "outcome", {"label": str(n)}, by=world.amina, after=first)
    with django_assert_num_queries(3):
        rows_of(sheet).by_anchor()
    with django_assert_num_queries(4):
        snapshot(sheet)
