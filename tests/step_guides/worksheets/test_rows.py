from __future__ import annotations

import uuid

import pytest

from coursesite.core.errors import Invalid, NotFound, WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.models import Entry, Link, Node, Revision, Worksheet
from step_guides.worksheets.rows import rows_of
from step_guides.worksheets.snapshots import digest, snapshot
from tests.people import World
from tests.step_guides.worksheets.factories import fill, open_theory
from tests.step_guides.worksheets.theories import sound


def nothing_written(sheet: Worksheet) -> tuple:
    return Revision.objects.filter(worksheet=sheet.pk).count(), digest(snapshot(sheet))


def test_a_sheet_is_made_once(world: World):
    first = open_theory(world.passerelle, by=world.amina)
    assert open_theory(world.passerelle, by=world.bilal) == first
    assert Worksheet.objects.count() == 1


@pytest.mark.parametrize("who", ["chloe", "luc", "noe", "rose", "paul", "sofia", "stranger"])
def test_only_members_open_and_write(world: World, sheet: Worksheet, who: str):
    somebody = getattr(world, who)
    with pytest.raises(NotFound):
        open_theory(world.passerelle, by=somebody)
    with pytest.raises(NotFound):
        actions.edit_row(sheet, "field:title", {"text": "Moi"}, lock=0, by=somebody)
    with pytest.raises(NotFound):
        actions.undo(sheet, by=somebody)
    assert not Worksheet.objects.visible_to(somebody).exists()


def test_members_see_their_sheet_and_no_other(world: World, sheet: Worksheet):
    assert list(Worksheet.objects.visible_to(world.bilal)) == [sheet]
    other = open_theory(world.jardin, by=world.chloe)
    assert list(Worksheet.objects.visible_to(world.chloe)) == [other]


def test_a_whole_theory_is_written_and_read_back(world: World, sheet: Worksheet):
    anchors = fill(sheet, sound(), by=world.amina)
    found, wanted = snapshot(sheet), sound()
    assert [one["label"] for one in found["nodes"]] == [one["label"] for one in wanted["nodes"]]
    assert [one["assumption"] for one in found["links"]] == [one["assumption"] for one in wanted["links"]]
    by_uid = {anchors[one["uid"]]: one for one in wanted["nodes"]}
    for node in found["nodes"]:
        expected = {**by_uid[f"node:{node['uid']}"], "uid": node["uid"]}
        assert node == expected


def test_a_field_is_saved_and_its_lock_rises(world: World, sheet: Worksheet):
    first = actions.edit_row(sheet, "field:title", {"text": "Un"}, lock=0, by=world.amina)
    second = actions.edit_row(sheet, "field:title", {"text": " Deux\r\n"}, lock=first.lock, by=world.bilal)
    assert (first.lock, second.lock) == (1, 2)
    assert Entry.objects.get(worksheet=sheet.pk).text == "Deux"
    assert second.values == {"text": "Deux"}


def test_a_stale_lock_gives_both_texts_and_writes_nothing(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"label": "Deux"}, lock=1, by=world.bilal)
    before = nothing_written(sheet)
    with pytest.raises(WrongState) as refusal:
        actions.edit_row(sheet, node.anchor, {"label": "Trois"}, lock=1, by=world.amina)
    assert refusal.value.code == "stale_lock"
    assert refusal.value.details["yours"] == {"label": "Trois"}
    assert refusal.value.details["theirs"] == {"label": "Deux"}
    assert refusal.value.details["lock"] == 2
    assert nothing_written(sheet) == before


def test_the_same_text_typed_twice_is_no_conflict(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"label": "Deux"}, lock=1, by=world.bilal)
    assert actions.edit_row(sheet, node.anchor, {"label": "Deux"}, lock=1, by=world.amina).lock == 2


def test_the_same_operation_twice_is_one_save(world: World, sheet: Worksheet):
    op_id = uuid.uuid4()
    first = actions.edit_row(sheet, "field:title", {"text": "Un"}, lock=0, by=world.amina, op_id=op_id)
    again = actions.edit_row(sheet, "field:title", {"text": "Un"}, lock=0, by=world.amina, op_id=op_id)
    assert again.repeated and not first.repeated
    assert (again.lock, again.revision, again.at, again.values) == (first.lock, first.revision, first.at, first.values)
    assert Revision.objects.count() == 1


def test_the_same_operation_answers_even_once_the_sheet_is_sent(world: World, sheet: Worksheet):
    op_id = uuid.uuid4()
    first = actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina, op_id=op_id)
    actions.submit(sheet, by=world.amina, confirmed=True)
    assert actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina, op_id=op_id).anchor == first.anchor
    with pytest.raises(WrongState) as refusal:
        actions.add_node(sheet, "activity", {"label": "Deux"}, by=world.amina)
    assert refusal.value.code == "not_editable"
    assert Node.objects.count() == 1


def test_a_save_that_changes_nothing_makes_no_revision(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina)
    assert actions.edit_row(sheet, node.anchor, {"label": "Un"}, lock=1, by=world.amina).lock == 1
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"label": "x" * 121}, "label"),
        ({"note": "x" * 501}, "note"),
        ({"label": "nul \x00 byte"}, "label"),
        ({"label": "surrogate \ud800"}, "label"),
        ({"label": 12}, "label"),
        ({"horizon": "soon"}, "horizon"),
        ({"state": "validated"}, "state"),
        ({"lock": 5}, "lock"),
        ({"worksheet": 1}, "worksheet"),
        ({"priority": "perhaps"}, "priority"),
        ({"label": None, "horizon": ["short"]}, "horizon"),
    ],
)
def test_bad_fields_are_refused_by_name(world: World, sheet: Worksheet, fields: dict, name: str):
    node = actions.add_node(sheet, "outcome", {"label": "Un"}, by=world.amina)
    before = nothing_written(sheet)
    with pytest.raises(Invalid) as refusal:
        actions.edit_row(sheet, node.anchor, fields, lock=1, by=world.amina)
    assert name in refusal.value.errors
    assert nothing_written(sheet) == before


@pytest.mark.parametrize(
    "anchor",
    [
        "node:nothing",
        "node:4c7d4392-b00b-48d2-bc01-01b8122eb38a",
        "node:",
        "field:",
        "field:unknown",
        "sheet",
        "",
        "worksheet:1",
        "link:1",
    ],
)
def test_unknown_rows_are_not_found(world: World, sheet: Worksheet, anchor: str):
    with pytest.raises(NotFound):
        actions.edit_row(sheet, anchor, {"text": "x"} if anchor.startswith("field") else {}, lock=0, by=world.amina)


def test_only_outcomes_have_a_horizon(world: World, sheet: Worksheet):
    node = actions.add_node(sheet, "outcome", {"label": "Un", "horizon": "short", "priority": True}, by=world.amina)
    with pytest.raises(Invalid):
        actions.add_node(sheet, "activity", {"label": "Un", "horizon": "short"}, by=world.amina)
    actions.edit_row(sheet, node.anchor, {"kind": "activity"}, lock=1, by=world.amina)
    changed = Node.objects.get()
    assert (changed.kind, changed.horizon, changed.priority) == ("activity", "", False)


def test_a_link_to_the_element_of_another_sheet_is_not_found(world: World, sheet: Worksheet):
    mine = actions.add_node(sheet, "activity", {"label": "Un"}, by=world.amina)
    theirs = actions.add_node(open_theory(world.jardin, by=world.chloe), "outcome", {"label": "Secret"}, by=world.chloe)
    with pytest.raises(NotFound):
        actions.add_link(sheet, mine.anchor, theirs.anchor, by=world.amina)
    own = actions.add_node(sheet, "outcome", {"label": "Deux"}, by=world.amina, after=mine.anchor)
    link = Link.objects.get()
    with pytest.raises(NotFound):
        actions.edit_row(sheet, link.anchor, {"target": theirs.anchor.partition(":")[2]}, lock=1, by=world.amina)
    with pytest.raises(NotFound):
        actions.add_node(sheet, "output", {"label": "x"}, by=world.amina, before=theirs.anchor)
    with pytest.raises(NotFound):
        actions.edit_row(sheet, theirs.anchor, {"label": "Pris"}, lock=1, by=world.amina)
    with pytest.raises(NotFound):
        actions.delete_row(sheet, theirs.anchor, by=world.amina)
    assert Link.objects.get().target.anchor == own.anchor
    assert Node.objects.filter(worksheet=sheet.pk).count() == 2


def test_links_are_guessed_and_never_doubled(world: World, sheet: Worksheet):
    a, b = (actions.add_node(sheet, kind, {"label": kind}, by=world.amina).anchor for kind in ("impact", "need"))
    link = actions.add_link(sheet, a, b, by=world.amina)
    assert link.values["kind"] == "responds_to"
    with pytest.raises(Invalid) as refusal:
        actions.add_link(sheet, a, b, by=world.amina)
    assert refusal.value.code == "already_linked"
    with pytest.raises(Invalid):
        actions.add_link(sheet, a, a, by=world.amina)


def test_an_element_goes_with_its_links_in_one_revision(world: World, sheet: Worksheet):
    a = actions.add_node(sheet, "activity", {"label": "a"}, by=world.amina)
    b = actions.add_node(sheet, "outcome", {"label": "b"}, by=world.amina, after=a.anchor)
    gone = actions.delete_row(sheet, b.anchor, by=world.amina)
    assert gone.lock == 0
    assert (Node.objects.count(), Link.objects.count()) == (1, 0)
    assert [len(one.changes) for one in Revision.objects.all()] == [1, 2, 2]


def test_deleting_what_somebody_changed_is_refused(world: World, sheet: Worksheet):
    a = actions.add_node(sheet, "activity", {"label": "a"}, by=world.amina)
    actions.edit_row(sheet, a.anchor, {"label": "b"}, lock=1, by=world.bilal)
    with pytest.raises(WrongState):
        actions.delete_row(sheet, a.anchor, by=world.amina, lock=1)
    assert Node.objects.count() == 1


def test_moving_within_and_across_columns(world: World, sheet: Worksheet):
    names = ("a", "b", "c")
    anchors = {
        name: actions.add_node(sheet, "outcome", {"label": name, "horizon": "short"}, by=world.amina).anchor for name in names
    }
    actions.move_node(sheet, anchors["c"], "up", by=world.amina)
    actions.move_node(sheet, anchors["a"], "up", by=world.amina)
    assert [node.label for node in rows_of(sheet).nodes] == ["a", "c", "b"]
    assert [node.lock for node in rows_of(sheet).nodes] == [1, 1, 1]
    actions.move_node(sheet, anchors["a"], "right", by=world.amina)
    actions.move_node(sheet, anchors["b"], "left", by=world.amina)
    actions.move_node(sheet, anchors["c"], "external_factor", by=world.amina)
    kinds = {node.label: (node.kind, node.horizon) for node in rows_of(sheet).nodes}
    assert kinds == {"a": ("outcome", "medium"), "b": ("output", ""), "c": ("external_factor", "")}
    actions.move_node(sheet, anchors["c"], "right", by=world.amina)
    with pytest.raises(Invalid):
        actions.move_node(sheet, anchors["c"], "nowhere", by=world.amina)


def test_caps(world: World, sheet: Worksheet):
    Node.objects.bulk_create(Node(worksheet=sheet, kind="need", label=str(n), position=n) for n in range(120))
    with pytest.raises(Invalid) as refusal:
        actions.add_node(sheet, "need", {"label": "121"}, by=world.amina)
    assert refusal.value.code == "too_many"
    with pytest.raises(Invalid):
        actions.edit_row(sheet, "field:scope", {"text": "x" * 20_001}, lock=0, by=world.amina)
    with pytest.raises(Invalid):
        actions.edit_row(sheet, "field:title", {"text": "x" * 161}, lock=0, by=world.amina)
    assert Node.objects.count() == 120


def test_the_whole_sheet_has_a_largest_size(world: World, sheet: Worksheet):
    keys = ["scope", "narrative_intro", "critical_assumptions", "plain_version", "contributors"]
    for key in keys:
        actions.edit_row(sheet, f"field:{key}", {"text": "é" * 20_000}, lock=0, by=world.amina)
    Worksheet.objects.filter(pk=sheet.pk).update(size=256 * 1024 - 100)
    with pytest.raises(Invalid) as refusal:
        actions.edit_row(sheet, "field:doubts", {"text": "x" * 200}, lock=0, by=world.amina)
    assert refusal.value.code == "sheet_too_long"
    shorter = actions.edit_row(sheet, "field:scope", {"text": "court"}, lock=1, by=world.amina)
    assert shorter.lock == 2
    actions.edit_row(sheet, "field:doubts", {"text": "x" * 200}, lock=0, by=world.amina)


def test_an_element_is_put_beside_another_of_its_column(world: World, sheet: Worksheet):
    anchors = {name: actions.add_node(sheet, "activity", {"label": name}, by=world.amina).anchor for name in "abcd"}
    other = actions.add_node(sheet, "output", {"label": "z"}, by=world.amina).anchor

    def order() -> str:
        return "".join(node.label for node in Node.objects.filter(worksheet=sheet.pk, kind="activity"))

    def put(name: str, way: str, target: str) -> None:
        actions.move_node(sheet, anchors[name], f"{way}:{target.partition(':')[2]}", by=world.amina)

    put("d", "before", anchors["b"])
    assert order() == "adbc"
    put("a", "after", anchors["c"])
    assert order() == "dbca"
    before = nothing_written(sheet)
    put("a", "after", anchors["c"])  # already there
    assert nothing_written(sheet) == before
    for strange in (other, anchors["a"], f"node:{uuid.uuid4()}"):
        with pytest.raises(NotFound):
            put("a", "before", strange)
    actions.undo(sheet, by=world.amina)
    actions.undo(sheet, by=world.amina)
    assert order() == "abcd" and len(Revision.objects.filter(worksheet=sheet.pk, undone=True)) == 2
