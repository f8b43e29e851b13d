"""Moments with a name, and the way back: everything returns, nothing that somebody wrote since goes unseen."""

from __future__ import annotations

import uuid

import pytest

from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.tracking.models import Statement
from step_guides.worksheets import actions
from step_guides.worksheets.actions.points import MOST
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import all_kinds
from step_guides.worksheets.models import Entry, Link, Node, RestorePoint, Revision, Worksheet
from step_guides.worksheets.snapshots import Snapshot, snapshot
from tests.people import World
from tests.step_guides.worksheets.factories import fill, write
from tests.step_guides.worksheets.theories import sound


def said(sheet: Worksheet) -> Snapshot:
    """The sheet without the order in which the database gives its links, nor the fields that are empty."""
    document = snapshot(sheet)
    document["entries"] = {key: text for key, text in document["entries"].items() if text}
    for rows in ("links", "nodes"):
        if rows in document:
            document[rows] = sorted(document[rows], key=lambda row: row["uid"])
    return document


def seen(sheet: Worksheet) -> int:
    return Worksheet.plain.get(pk=sheet.pk).revision_count


def back(sheet: Worksheet, point: RestorePoint, world: World) -> None:
    actions.go_back(sheet, f"point-{point.public_id}", seen=seen(sheet), by=world.amina)


def upset(sheet: Worksheet, world: World) -> None:
    """A bit of everything: reworded, deleted, added, moved, relinked."""
    actions.edit_row(sheet, "field:title", {"text": "Autre titre"}, lock=lock_of(sheet, "field:title"), by=world.bilal)
    nodes = {node.label: node for node in Node.objects.filter(worksheet=sheet)}
    actions.delete_row(sheet, nodes["24 ateliers tenus"].anchor, by=world.bilal)
    actions.delete_row(sheet, nodes["Les familles retrouvent un lien régulier"].anchor, by=world.bilal)
    activity = nodes["Ateliers collectifs sur les démarches"]
    actions.edit_row(sheet, activity.anchor, {"label": "Ateliers"}, lock=activity.lock, by=world.bilal)
    actions.move_node(sheet, activity.anchor, "up", by=world.bilal)
    actions.move_node(sheet, activity.anchor, "right", by=world.bilal)
    actions.add_node(sheet, "outcome", {"label": "Un effet nouveau"}, by=world.bilal, after=activity.anchor)
    first, second = Link.objects.filter(worksheet=sheet).order_by("pk").select_related("source", "target")[:2]
    ends = {"source": second.value("source"), "target": second.value("target")}
    actions.delete_row(sheet, second.anchor, by=world.bilal)
    actions.edit_row(sheet, first.anchor, ends, lock=first.lock, by=world.bilal)


def lock_of(sheet: Worksheet, anchor: str) -> int:
    return Entry.objects.get(worksheet=sheet, key=anchor.partition(":")[2]).lock


@pytest.fixture
def written(sheet: Worksheet, world: World) -> Worksheet:
    fill(sheet, sound() | {"entries": {"title": "Un titre", "scope": "Le Nord"}}, by=world.amina)
    return sheet


def test_everything_returns_and_the_return_is_undone(written: Worksheet, world: World):
    before = said(written)
    point = actions.name_point(written, "avant la réunion d’équipe", by=world.amina)
    upset(written, world)
    after = said(written)
    assert after != before
    saves = Revision.objects.count()
    back(written, point, world)
    assert said(written) == before
    assert Revision.objects.count() == saves + 1
    actions.undo(written, by=world.amina)
    assert said(written) == after
    actions.redo(written, by=world.amina)
    assert said(written) == before


@pytest.mark.parametrize("kind", [spec.kind for spec in all_kinds() if spec.kind != Kind.THEORY_OF_CHANGE])
def test_each_kind_returns(kind: str, world: World):
    sheet = actions.open_sheet(world.passerelle, kind, by=world.amina)
    write(sheet, filled_example(kind).snapshot, by=world.amina)
    before, point = said(sheet), actions.name_point(sheet, "rempli", by=world.amina)
    for name, lines in before.get("tables", {}).items():
        for line in lines[:2]:
            actions.delete_row(sheet, f"{name}:{line['uid']}", by=world.bilal)
        if not sheet.spec.table(name).per:
            actions.add_line(sheet, name, {}, by=world.bilal)
    for key in list(before["entries"])[:2]:
        actions.edit_row(sheet, f"field:{key}", {"text": ""}, lock=lock_of(sheet, f"field:{key}"), by=world.bilal)
    after = said(sheet)
    back(sheet, point, world)
    assert said(sheet) == before
    actions.undo(sheet, by=world.amina)
    assert said(sheet) == after


def test_two_links_that_exchanged_their_ends(sheet: Worksheet, world: World):
    a, b, c, d = (
        actions.add_node(sheet, kind, {"label": kind}, by=world.amina).anchor
        for kind in ("activity", "output", "outcome", "impact")
    )
    one, other = actions.add_link(sheet, a, b, by=world.amina), actions.add_link(sheet, c, d, by=world.amina)
    before, point = said(sheet), actions.name_point(sheet, "avant", by=world.amina)
    free = actions.add_node(sheet, "need", {"label": "x"}, by=world.amina).anchor
    ends = {one.anchor: (c, d), other.anchor: (a, b)}
    actions.edit_row(sheet, one.anchor, {"source": free.partition(":")[2]}, lock=1, by=world.amina)
    for anchor in (other.anchor, one.anchor):
        source, target = (end.partition(":")[2] for end in ends[anchor])
        lock = Link.objects.get(uid=anchor.partition(":")[2]).lock
        actions.edit_row(sheet, anchor, {"source": source, "target": target}, lock=lock, by=world.amina)
    back(sheet, point, world)
    assert said(sheet) == before


def test_a_page_left_open_meets_a_conflict_not_a_loss(written: Worksheet, world: World):
    point = actions.name_point(written, "avant", by=world.amina)
    title = lock_of(written, "field:title")
    edited = actions.edit_row(written, "field:title", {"text": "Le texte de Bilal"}, lock=title, by=world.bilal)
    gone = Node.objects.get(label="24 ateliers tenus")
    actions.delete_row(written, gone.anchor, by=world.amina)
    back(written, point, world)
    for anchor, lock, name in [("field:title", edited.lock, "text"), (gone.anchor, gone.lock, "label")]:
        with pytest.raises(WrongState) as refusal:
            actions.edit_row(written, anchor, {name: "La suite de Bilal"}, lock=lock, by=world.bilal)
        assert refusal.value.code == "stale_lock"
        assert refusal.value.details["yours"] == {name: "La suite de Bilal"}


def test_what_was_written_since_the_page_was_opened_is_not_overwritten(written: Worksheet, world: World):
    point = actions.name_point(written, "avant", by=world.amina)
    looked_at = seen(written)
    actions.add_node(written, "need", {"label": "Un besoin que Bilal vient d’écrire"}, by=world.bilal)
    with pytest.raises(WrongState) as refusal:
        actions.go_back(written, f"point-{point.public_id}", seen=looked_at, by=world.amina)
    assert refusal.value.code == "changed_since"
    assert Node.objects.filter(label="Un besoin que Bilal vient d’écrire").exists()


def test_a_double_click_goes_back_once(written: Worksheet, world: World):
    point = actions.name_point(written, "avant", by=world.amina)
    upset(written, world)
    looked_at, op_id = seen(written), uuid.uuid4()
    asked = {"seen": looked_at, "by": world.amina, "op_id": op_id}
    first = actions.go_back(written, f"point-{point.public_id}", **asked)
    again = actions.go_back(written, f"point-{point.public_id}", **asked)
    assert (again.revision, again.repeated) == (first.revision, True)
    assert seen(written) == looked_at + 1


def test_not_while_the_sheet_is_with_its_readers(written: Worksheet, world: World):
    point = actions.name_point(written, "avant", by=world.amina)
    upset(written, world)
    actions.submit(written, by=world.amina, confirmed=True)
    with pytest.raises(WrongState) as refusal:
        back(written, point, world)
    assert refusal.value.code == "not_editable"


def test_back_to_a_version_that_was_sent(written: Worksheet, world: World):
    before = said(written)
    actions.submit(written, by=world.amina, confirmed=True)
    actions.withdraw(written, by=world.amina)
    upset(written, world)
    actions.go_back(written, "version-1", seen=seen(written), by=world.amina)
    assert said(written) == before


def test_who_may(written: Worksheet, world: World):
    point = actions.name_point(written, "avant", by=world.amina)
    actions.submit(written, by=world.amina, confirmed=True)
    for stranger in (world.luc, world.chloe, world.rose, world.sofia, world.stranger):
        for deed in (
            lambda by: actions.name_point(written, "à moi", by=by),
            lambda by: actions.remove_point(written, point.public_id, by=by),
            lambda by: actions.go_back(written, f"point-{point.public_id}", seen=0, by=by),
            lambda by: actions.go_back(written, "version-1", seen=0, by=by),
        ):
            with pytest.raises(NotFound):
                deed(stranger)
    for key in ("maintenant", "debut", "point-x", "version-9", ""):
        with pytest.raises(NotFound):
            actions.go_back(written, key, seen=0, by=world.amina)


def test_names_are_one_each_and_never_taken_silently(written: Worksheet, world: World):
    point = actions.name_point(written, "  Avant   la réunion ", by=world.amina)
    assert point.name == "Avant la réunion"
    assert actions.name_point(written, "Avant la réunion", by=world.bilal) == point, "nothing was written since"
    actions.add_node(written, "need", {"label": "x"}, by=world.amina)
    with pytest.raises(Invalid) as refusal:
        actions.name_point(written, "Avant la réunion", by=world.amina)
    assert refusal.value.code == "name_taken"
    for name in ("", "   ", "x" * 81, "a\u202eb"):
        with pytest.raises(Invalid):
            actions.name_point(written, name, by=world.amina)
    for number in range(MOST - 1):
        actions.name_point(written, f"Moment {number}", by=world.amina)
    with pytest.raises(Invalid) as refusal:
        actions.name_point(written, "De trop", by=world.amina)
    assert refusal.value.code == "too_many"
    actions.remove_point(written, point.public_id, by=world.bilal)
    actions.remove_point(written, point.public_id, by=world.amina)  # a second click
    point.refresh_from_db()
    assert (point.removed_by, point.snapshot) == (world.bilal, None)
    assert actions.name_point(written, "Avant la réunion", by=world.amina) != point


def test_going_back_leaves_the_trace_of_a_save_and_no_text(written: Worksheet, world: World):
    point = actions.name_point(written, "NOM-CANARI", by=world.amina)
    submission = actions.submit(written, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    Node.objects.filter(worksheet=written, label="24 ateliers tenus").update(label="Autre")
    known = set(Statement.objects.values_list("pk", flat=True))
    back(written, point, world)
    bodies = [one.body for one in Statement.objects.exclude(pk__in=known)]
    assert {body["verb"]["id"].rpartition("/")[2] for body in bodies} == {"update"}
    assert "NOM-CANARI" not in str(bodies)
