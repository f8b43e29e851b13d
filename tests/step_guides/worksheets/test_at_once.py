"""The save that people make all day takes a short way. Whatever way it takes, what is kept and what is answered are the same."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.organisations.models import Membership
from coursesite.tracking import vocabulary as v
from coursesite.tracking.models import Statement
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Evidence
from step_guides.worksheets.models import Entry, Link, Node, Revision, Worksheet
from tests.backdating import backdate
from tests.people import World
from tests.step_guides.worksheets.factories import open_theory

SHORT = 6  # one query, a savepoint around three statements


def edited(sheet: Worksheet, anchor: str, fields: dict[str, Any], *, by: User, **more: Any) -> tuple[actions.Saved, int]:
    """The answer, and how many statements it took."""
    model = {"node": Node, "link": Link, "field": Entry}[anchor.partition(":")[0]]
    identity = {model.IDENTITY: anchor.partition(":")[2]}
    lock = model.objects.get(worksheet=sheet.pk, **identity).lock
    with CaptureQueriesContext(connection) as sent:
        saved = actions.edit_row(sheet, anchor, fields, lock=lock, by=by, **more)
    return saved, len(sent)


@contextmanager
def just_before_writing(act: Callable[[], Any]) -> Iterator[None]:
    """Somebody else does something between the query of a save and its transaction."""
    todo = [act]

    def first(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if todo and sql.startswith("SAVEPOINT"):
            todo.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(first):
        yield
    assert not todo


@pytest.fixture
def one(world: World, sheet: Worksheet) -> str:
    return actions.add_node(sheet, "outcome", {"label": "Un", "horizon": "short"}, by=world.amina).anchor


@pytest.fixture
def two(world: World, sheet: Worksheet, one: str) -> tuple[str, str]:
    """Two elements, linked."""
    return one, actions.add_node(sheet, "impact", {"label": "Deux"}, by=world.amina, after=one).anchor


EDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "text": ("node", {"label": "L’été, « 100 % »", "note": "deux\nlignes"}),
    "flag": ("node", {"final": True, "priority": True}),
    "consequence": ("node", {"kind": "activity"}),
    "because": ("link", {"assumption": "parce que", "evidence": Evidence.values[0], "confidence": 3}),
    "field": ("field", {"text": "Un titre\r\n"}),
    "emptied": ("node", {"label": ""}),
}


@pytest.mark.parametrize("name", EDITS)
def test_both_ways_write_and_answer_the_same(world: World, name: str) -> None:
    which, fields = EDITS[name]
    found = []
    for organisation, by, is_short in ((world.passerelle, world.amina, True), (world.jardin, world.chloe, False)):
        sheet = open_theory(organisation, by=by)
        node = actions.add_node(sheet, "outcome", {"label": "Un", "horizon": "short"}, by=by)
        other = actions.add_node(sheet, "impact", {"label": "Deux"}, by=by)
        link = actions.add_link(sheet, node.anchor, other.anchor, by=by)
        title = actions.edit_row(sheet, "field:title", {"text": "Titre"}, lock=0, by=by)
        anchor = {"node": node, "link": link, "field": title}[which].anchor
        if not is_short:  # a pause of 29 and a half minutes: the same session still, by the long way
            backdate(Revision.objects.filter(worksheet=sheet.pk), at=timezone.now() - timedelta(minutes=29, seconds=30))
        before = Statement.objects.count()
        saved, count = edited(sheet, anchor, fields, by=by, op_id=uuid.UUID(int=9))
        assert (count == SHORT) is is_short
        assert Statement.objects.count() == before
        revision = Revision.objects.filter(worksheet=sheet.pk).last()
        assert (revision.number, revision.by, revision.op_id, revision.at) == (5, by, uuid.UUID(int=9), saved.at)
        assert revision.anchor == saved.anchor == revision.changes[0]["row"] == anchor
        assert sheet.revision_count == saved.revision == 5 and sheet.updated_at == saved.at
        kept = Worksheet.plain.get(pk=sheet.pk)
        rows = [{**row.as_dict(), "uid": ""} for model in (Node, Link, Entry) for row in model.objects.filter(worksheet=sheet.pk)]
        for row in rows:
            row.pop("source", None), row.pop("target", None)
        change = {**revision.changes[0], "row": which}
        found.append((saved.lock, saved.values, saved.repeated, change, kept.size, kept.revision_count, kept.state, rows))
    assert found[0] == found[1]


def test_a_first_save_of_a_field_or_of_a_session_is_not_short(world: World, sheet: Worksheet, one: str) -> None:
    assert edited(sheet, one, {"label": "De Bilal"}, by=world.bilal)[1] > SHORT
    assert edited(sheet, one, {"label": "De Bilal encore"}, by=world.bilal)[1] == SHORT
    assert Statement.objects.filter(verb=v.EDITED.iri).count() == 2  # the start of each one's session
    saved = actions.edit_row(sheet, "field:title", {"text": "Titre"}, lock=0, by=world.amina)
    assert saved.lock == 1 and Entry.objects.get().text == "Titre"


def test_the_first_change_after_a_return_is_traced_and_the_next_are_short(world: World, sheet: Worksheet, one: str) -> None:
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    assert edited(sheet, one, {"label": "Repris"}, by=world.amina)[1] > SHORT
    assert edited(sheet, one, {"label": "Repris encore"}, by=world.amina)[1] == SHORT
    assert Worksheet.plain.get().state == "returned"


def test_two_rows_at_once_are_two_revisions(world: World, sheet: Worksheet, two: tuple[str, str]) -> None:
    mine, theirs = two
    with just_before_writing(lambda: edited(sheet, theirs, {"label": "De Bilal"}, by=world.bilal)):
        saved, _count = edited(sheet, mine, {"label": "D’Amina"}, by=world.amina)
    assert [(one.number, one.by) for one in Revision.objects.all()][2:] == [(3, world.bilal), (4, world.amina)]
    assert saved.revision == 4 == Worksheet.plain.get().revision_count
    assert list(Node.objects.values_list("label", "lock")) == [("D’Amina", 2), ("De Bilal", 2)]


def test_the_same_row_at_once_is_a_conflict_with_both_texts(world: World, sheet: Worksheet, one: str) -> None:
    with (
        just_before_writing(lambda: edited(sheet, one, {"label": "De Bilal"}, by=world.bilal)),
        pytest.raises(WrongState) as refusal,
    ):
        edited(sheet, one, {"label": "D’Amina"}, by=world.amina)
    assert refusal.value.code == "stale_lock"
    assert (refusal.value.details["yours"], refusal.value.details["theirs"]) == ({"label": "D’Amina"}, {"label": "De Bilal"})
    assert Revision.objects.count() == 2 and Node.objects.get().label == "De Bilal"


def test_sent_meanwhile_nothing_is_written(world: World, sheet: Worksheet, one: str) -> None:
    with (
        just_before_writing(lambda: actions.submit(sheet, by=world.bilal, confirmed=True)),
        pytest.raises(WrongState) as refusal,
    ):
        edited(sheet, one, {"label": "Trop tard"}, by=world.amina)
    assert refusal.value.code == "not_editable"
    assert Revision.objects.count() == 1 and Node.objects.get().label == "Un"


def test_taken_back_meanwhile_the_size_stays_true(world: World, sheet: Worksheet, one: str) -> None:
    """An undo raises no revision: the size of the sheet says that something moved."""
    actions.add_node(sheet, "output", {"label": "Une réalisation de Bilal"}, by=world.bilal)
    before = Worksheet.plain.get().size
    with just_before_writing(lambda: actions.undo(sheet, by=world.bilal)):
        edited(sheet, one, {"label": "De"}, by=world.amina)
    assert Worksheet.plain.get().size < before and Node.objects.get().label == "De"


def test_deleted_meanwhile_it_is_said(world: World, sheet: Worksheet, one: str) -> None:
    with just_before_writing(lambda: actions.delete_row(sheet, one, by=world.bilal)), pytest.raises(NotFound):
        edited(sheet, one, {"label": "Perdu"}, by=world.amina)


def test_the_same_operation_at_the_same_instant_is_one_save(world: World, sheet: Worksheet, one: str) -> None:
    op_id, asked = uuid.uuid4(), {"label": "Une fois"}
    first: list[actions.Saved] = []
    with just_before_writing(lambda: first.append(edited(sheet, one, asked, by=world.amina, op_id=op_id)[0])):
        again, _count = edited(sheet, one, asked, by=world.amina, op_id=op_id)
    assert again.repeated and (again.lock, again.revision, again.at) == (first[0].lock, first[0].revision, first[0].at)
    assert Revision.objects.count() == 2


def test_who_is_no_longer_a_member_writes_nothing(world: World, sheet: Worksheet, one: str) -> None:
    Membership.objects.filter(person=world.amina).update(ends_on=timezone.localdate())
    with pytest.raises(NotFound):
        actions.edit_row(sheet, one, {"label": "Partie"}, lock=1, by=world.amina)
    assert Node.objects.get().label == "Un"


def test_a_sheet_that_is_full_refuses_more(world: World, sheet: Worksheet, one: str) -> None:
    Worksheet.plain.update(size=256 * 1024)
    with pytest.raises(Invalid) as refusal:
        actions.edit_row(sheet, one, {"label": "Un peu plus"}, lock=1, by=world.amina)
    assert refusal.value.code == "sheet_too_long"
    assert actions.edit_row(sheet, one, {"label": ""}, lock=1, by=world.amina).lock == 2


def test_a_request_costs_eight_queries_and_is_light(
    world: World, sheet: Worksheet, one: str, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.amina)

    def save(lock: int) -> Any:
        asked = {"anchor": one, "fields": {"label": f"Mot {lock}"}, "lock": lock, "op_id": str(uuid.uuid4())}
        return client.post(f"/fiches/{sheet.public_id}/enregistrer/", json.dumps(asked), content_type="application/json")

    save(1)  # what the process keeps is read once
    with CaptureQueriesContext(connection) as sent:
        answer = save(2)
    asked = [one["sql"] for one in sent if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert answer.json()["lock"] == 3
    assert len(asked) <= 8, [one[:90] for one in asked]
    assert len(answer.content) <= 5 * 1024
