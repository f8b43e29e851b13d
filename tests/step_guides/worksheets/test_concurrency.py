"""Several people at once, each with a connection of her own, on the database of the run (SQLite and PostgreSQL)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from coursesite.core.errors import WrongState
from coursesite.core.models import Outbox
from step_guides.worksheets import actions
from step_guides.worksheets.models import Entry, Move, Node, Paper, Revision, Submission, Worksheet
from step_guides.worksheets.snapshots import digest
from tests.people import World
from tests.step_guides.worksheets.factories import open_theory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs all the acts together; gives their results, or what they raised."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(20)
            results[index] = act()
        except Exception as error:  # looked at by the test
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_no_acknowledged_save_is_lost(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)

    def ten_saves(name: str) -> Callable[[], list[str]]:
        def run() -> list[str]:
            acknowledged, lock, text = [], 0, ""
            while len(acknowledged) < 10:
                mine = f"{text} {name}{len(acknowledged)}".strip()
                try:
                    lock = actions.edit_row(sheet, "field:scope", {"text": mine}, lock=lock, by=world.amina).lock
                except WrongState as refusal:
                    assert refusal.code == "stale_lock", refusal
                    text, lock = refusal.details["theirs"]["text"], refusal.details["lock"]
                    continue
                acknowledged.append(mine.rpartition(" ")[2])
                text = mine
            return acknowledged

        return run

    results = at_once(*(ten_saves(name) for name in "abcd"))
    assert all(isinstance(one, list) for one in results), results
    words = Entry.objects.get().text.split()
    assert sorted(words) == sorted(word for one in results for word in one)
    assert Revision.objects.count() == Worksheet.plain.get().revision_count == 40
    assert Entry.objects.get().lock == 40


def test_everybody_on_her_own_row_while_somebody_takes_back(world: World):
    """The short way and the long way of a save, and undo, hold the sheet in one order: nobody waits for ever, no number is given twice."""
    sheet = open_theory(world.passerelle, by=world.amina)
    rows = [actions.add_node(sheet, "activity", {"label": name}, by=world.amina).anchor for name in "abc"]

    def ten_saves(anchor: str) -> Callable[[], int]:
        def run() -> int:
            lock = 1
            for number in range(10):
                lock = actions.edit_row(sheet, anchor, {"label": f"{anchor} {number}"}, lock=lock, by=world.amina).lock
            return lock

        return run

    def back_and_forth() -> int:
        anchor = actions.add_node(sheet, "need", {"label": "de Bilal"}, by=world.bilal).anchor
        actions.edit_row(sheet, anchor, {"label": "repris"}, lock=1, by=world.bilal)
        for _ in range(5):
            actions.undo(sheet, by=world.bilal)
            actions.redo(sheet, by=world.bilal)
        return 11

    results = at_once(*(ten_saves(anchor) for anchor in rows), back_and_forth)
    assert results == [11, 11, 11, 11], results
    kept = Worksheet.plain.get()
    assert kept.revision_count == Revision.objects.count() == 3 + 30 + 2
    assert list(Revision.objects.values_list("number", flat=True)) == list(range(1, 36))
    assert [Node.objects.get(uid=anchor.partition(":")[2]).label for anchor in rows] == [f"{anchor} 9" for anchor in rows]


def test_the_same_operation_at_once_is_one_save(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    op_id = uuid.uuid4()
    results = at_once(*[lambda: actions.add_node(sheet, "need", {"label": "x"}, by=world.amina, op_id=op_id)] * 4)
    assert len({one.anchor for one in results}) == 1
    assert sum(not one.repeated for one in results) == 1
    assert Revision.objects.count() == 1


def test_a_sheet_opened_by_two_is_one(world: World):
    results = at_once(
        *[lambda who=who: open_theory(world.passerelle, by=who).pk for who in (world.amina, world.bilal, world.amina)]
    )
    assert len(set(results)) == 1 == Worksheet.objects.count(), results


def test_a_double_click_on_send_makes_one(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    results = at_once(
        *[lambda who=who: actions.submit(sheet, by=who, confirmed=True).pk for who in (world.amina, world.amina, world.bilal)]
    )
    assert len(set(results)) == 1 == Submission.objects.count() == Move.objects.count(), results
    assert Outbox.objects.filter(kind="mail").count() == 2


def test_a_save_is_in_the_submission_or_refused(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    for turn in range(5):
        lock = Entry.objects.values_list("lock", flat=True).first() or 0
        saved, sent = at_once(
            lambda turn=turn, lock=lock: actions.edit_row(
                sheet, "field:title", {"text": f"Titre {turn}"}, lock=lock, by=world.bilal
            ),
            lambda: actions.submit(sheet, by=world.amina, confirmed=True),
        )
        assert isinstance(sent, Submission), sent
        if isinstance(saved, actions.Saved):
            assert sent.snapshot["entries"]["title"] == f"Titre {turn}"
        else:
            assert saved.code == "not_editable"
            assert sent.snapshot["entries"].get("title") != f"Titre {turn}"
        actions.withdraw(sheet, by=world.amina)


def test_two_trainers_decide_at_once_and_one_is_told(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    results = at_once(
        lambda: actions.validate(submission, by=world.luc),
        lambda: actions.send_back(submission, by=world.maud),
        lambda: actions.validate(submission, by=world.maud),
    )
    won = [one for one in results if isinstance(one, Submission)]
    told = [one for one in results if isinstance(one, WrongState)]
    assert (len(won), len(told)) == (1, 2), results
    assert {one.code for one in told} == {"already_decided"}
    assert {one.details["by"] for one in told} == {str(won[0].decided_by)}
    assert Move.objects.filter(from_state="in_review").count() == 1


def test_claiming_and_withdrawing_at_once_leaves_one_truth(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    for _turn in range(4):
        submission = actions.submit(sheet, by=world.amina, confirmed=True)
        at_once(lambda one=submission: actions.claim(one, by=world.luc), lambda: actions.withdraw(sheet, by=world.amina))
        submission.refresh_from_db()
        state = Worksheet.plain.get().state
        assert state == ("draft" if submission.withdrawn_at else "in_review")
        assert digest(submission.snapshot) == submission.sha256
        if state == "in_review":
            actions.send_back(submission, by=world.luc)


def test_everybody_asks_for_the_dossier_and_it_is_one_request(world: World):
    sheet = open_theory(world.passerelle, by=world.amina)
    actions.add_node(sheet, "activity", {"label": "Ateliers"}, by=world.amina)
    people = [world.amina, world.bilal] * 3

    def asked() -> list[Paper]:
        papers = at_once(*(lambda by=by: actions.ask_for_dossier(world.passerelle, "pdf", by=by) for by in people))
        assert all(isinstance(one, Paper) for one in papers), papers
        return papers

    assert len({one.pk for one in asked()}) == 1
    assert Outbox.objects.filter(kind="worksheet-paper").count() == 1
    Paper.objects.update(state="failed")
    asked()
    assert Outbox.objects.filter(kind="worksheet-paper").count() == Paper.objects.get().asks == 2
