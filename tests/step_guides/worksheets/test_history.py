from __future__ import annotations

import pytest

from coursesite.core.errors import WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.actions.history import next_redo, next_undo
from step_guides.worksheets.models import Entry, Link, Node, Worksheet
from step_guides.worksheets.queries import snapshot
from tests.people import World
from tests.step_guides.worksheets.factories import fill
from tests.step_guides.worksheets.theories import sound


def steps_back(world: World, sheet: Worksheet) -> list[dict]:
    seen = [snapshot(sheet)]
    while next_undo(sheet, world.amina):
        actions.undo(sheet, by=world.amina)
        seen.append(snapshot(sheet))
    return seen


def test_everything_can_be_taken_back_and_written_again(world: World, sheet: Worksheet):
    fill(sheet, sound(), by=world.amina)
    anchor = Node.objects.get(label="24 ateliers tenus").anchor
    actions.edit_row(sheet, anchor, {"label": "30 ateliers tenus"}, lock=1, by=world.amina)
    actions.move_node(sheet, anchor, "up", by=world.amina)
    actions.move_node(sheet, anchor, "right", by=world.amina)
    actions.delete_row(sheet, anchor, by=world.amina)
    whole = snapshot(sheet)
    back = steps_back(world, sheet)
    assert back[-1]["nodes"] == back[-1]["links"] == []
    forth = [snapshot(sheet)]
    while next_redo(sheet, world.amina):
        actions.redo(sheet, by=world.amina)
        forth.append(snapshot(sheet))
    for document in (*back, *forth):
        document["links"].sort(key=lambda link: link["uid"])
    whole["links"].sort(key=lambda link: link["uid"])
    assert forth[::-1] == back
    assert forth[-1] == whole


def test_a_deleted_element_comes_back_with_its_links_and_a_new_lock(world: World, sheet: Worksheet):
    a = actions.add_node(sheet, "activity", {"label": "a"}, by=world.amina)
    b = actions.add_node(sheet, "outcome", {"label": "b"}, by=world.amina, after=a.anchor)
    actions.delete_row(sheet, b.anchor, by=world.amina)
    actions.undo(sheet, by=world.amina)
    assert Link.objects.get().target.anchor == b.anchor
    with pytest.raises(WrongState) as refusal:  # a tab that read it before the deletion
        actions.edit_row(sheet, b.anchor, {"label": "vieux"}, lock=1, by=world.bilal)
    assert refusal.value.code == "stale_lock"


def test_each_person_takes_back_her_own(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "Amina"}, by=world.amina)
    actions.add_node(sheet, "need", {"label": "Bilal"}, by=world.bilal)
    actions.undo(sheet, by=world.amina)
    assert [node.label for node in Node.objects.all()] == ["Bilal"]
    with pytest.raises(WrongState) as refusal:
        actions.undo(sheet, by=world.amina)
    assert refusal.value.code == "nothing_to_undo"


def test_what_a_colleague_wrote_since_is_not_overwritten(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "need", {"label": "Un"}, by=world.amina)
    edited = actions.edit_row(sheet, node.anchor, {"label": "Deux"}, lock=1, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"label": "Trois"}, lock=edited.lock, by=world.bilal)
    with pytest.raises(WrongState) as refusal:
        actions.undo(sheet, by=world.amina)
    assert refusal.value.code == "undo_conflict"
    assert Node.objects.get().label == "Trois"


def test_another_field_of_the_same_row_is_no_conflict(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "need", {"label": "Un"}, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"label": "Deux"}, lock=1, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"note": "Une note"}, lock=2, by=world.bilal)
    actions.undo(sheet, by=world.amina)
    row = Node.objects.get()
    assert (row.label, row.note) == ("Un", "Une note")


def test_an_element_that_a_colleague_linked_stays(world: World, sheet: Worksheet):
    a = actions.add_node(sheet, "activity", {"label": "a"}, by=world.amina)
    actions.add_node(sheet, "outcome", {"label": "b"}, by=world.bilal, after=a.anchor)
    with pytest.raises(WrongState) as refusal:
        actions.undo(sheet, by=world.amina)
    assert refusal.value.code == "undo_conflict"
    assert Link.objects.count() == 1


def test_a_double_click_takes_back_one_save(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "a"}, by=world.amina)
    last = actions.add_node(sheet, "need", {"label": "b"}, by=world.amina)
    actions.undo(sheet, by=world.amina, number=last.revision)
    actions.undo(sheet, by=world.amina, number=last.revision)
    assert [node.label for node in Node.objects.all()] == ["a"]
    with pytest.raises(WrongState) as refusal:
        actions.undo(sheet, by=world.amina, number=99)
    assert refusal.value.code == "not_last"


def test_a_new_save_forgets_what_was_taken_back(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "a"}, by=world.amina)
    actions.undo(sheet, by=world.amina)
    actions.add_node(sheet, "need", {"label": "b"}, by=world.amina)
    with pytest.raises(WrongState):
        actions.redo(sheet, by=world.amina)


def test_a_field_taken_back_keeps_a_rising_lock(world: World, sheet: Worksheet):
    actions.edit_row(sheet, "field:title", {"text": "Un"}, lock=0, by=world.amina)
    actions.undo(sheet, by=world.amina)
    assert (Entry.objects.get().text, Entry.objects.get().lock) == ("", 2)
    actions.redo(sheet, by=world.amina)
    assert (Entry.objects.get().text, Entry.objects.get().lock) == ("Un", 3)


def test_nothing_is_taken_back_once_sent(world: World, sheet: Worksheet):
    actions.add_node(sheet, "need", {"label": "a"}, by=world.amina)
    actions.submit(sheet, by=world.amina, confirmed=True)
    with pytest.raises(WrongState) as refusal:
        actions.undo(sheet, by=world.amina)
    assert refusal.value.code == "not_editable"
