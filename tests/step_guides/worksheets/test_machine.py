"""Saves, moves and decisions in any order: one decision a submission, submissions never change, no acknowledged save is lost."""

from __future__ import annotations

import contextlib
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from coursesite.core.errors import Refusal, WrongState
from coursesite.core.models import Outbox
from coursesite.tracking.models import Statement
from step_guides.worksheets import actions
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Entry, Move, Node, Revision, Submission, Worksheet
from step_guides.worksheets.snapshots import digest
from tests.people import World
from tests.step_guides.worksheets.factories import open_theory

KEYS = st.sampled_from(["title", "scope", "doubts"])
MEMBERS = st.sampled_from(["amina", "bilal"])
TRAINERS = st.sampled_from(["luc", "maud"])
TEXTS = st.text(alphabet="abcé ", min_size=1, max_size=8).filter(str.strip)


class Killed(Exception):
    pass


class Sheets(RuleBasedStateMachine):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.sheet = open_theory(self.world.passerelle, by=self.world.amina)
        self.ledger: dict[str, tuple[str, int]] = {}  # what was acknowledged last: text and lock
        self.saved: list[tuple[str, str, int, str, uuid.UUID, actions.Saved]] = []
        self.frozen: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def now(self) -> Worksheet:
        return Worksheet.plain.get(pk=self.sheet.pk)

    def person(self, name: str):
        return getattr(self.world, name)

    @rule(key=KEYS, text=TEXTS, who=MEMBERS, stale=st.booleans())
    def save(self, key: str, text: str, who: str, stale: bool) -> None:
        known, lock = self.ledger.get(key, ("", 0))
        used, op_id = (lock + 7 if stale else lock), uuid.uuid4()
        editable = self.now().is_editable
        try:
            saved = actions.edit_row(self.sheet, f"field:{key}", {"text": text}, lock=used, by=self.person(who), op_id=op_id)
        except WrongState as refusal:
            assert refusal.code == ("stale_lock" if editable else "not_editable")
            assert not editable or (stale and known != text.strip())
            return
        assert editable
        self.ledger[key] = (text.strip(), saved.lock)
        if saved.lock != lock:
            self.saved.append((key, text, used, who, op_id, saved))

    @precondition(lambda self: self.saved)
    @rule(data=st.data())
    def redeliver(self, data: st.DataObject) -> None:
        """A save whose answer was lost comes again, maybe much later."""
        key, text, lock, who, op_id, first = data.draw(st.sampled_from(self.saved))
        again = actions.edit_row(self.sheet, f"field:{key}", {"text": text}, lock=lock, by=self.person(who), op_id=op_id)
        assert again.repeated and (again.lock, again.revision) == (first.lock, first.revision)

    @rule(who=MEMBERS)
    def submit(self, who: str) -> None:
        state = self.now().state
        try:
            sent = actions.submit(self.sheet, by=self.person(who), confirmed=True)
        except WrongState:
            assert state in (State.VALIDATED, State.READ)
            return
        assert self.frozen.setdefault(sent.pk, sent.sha256) == sent.sha256

    def attempt(self, allowed: bool, act) -> None:
        try:
            act()
        except Refusal as refusal:
            assert refusal.status == 409 and not allowed
        else:
            assert allowed

    @rule(who=MEMBERS)
    def withdraw(self, who: str) -> None:
        last = Submission.objects.filter(worksheet=self.sheet.pk).last()
        state = self.now().state
        again = last is not None and last.withdrawn_at is not None and state == State.DRAFT
        self.attempt(state == State.SUBMITTED or again, lambda: actions.withdraw(self.sheet, by=self.person(who)))

    @precondition(lambda self: self.frozen)
    @rule(data=st.data(), who=TRAINERS)
    def claim(self, data: st.DataObject, who: str) -> None:
        one = Submission.objects.get(pk=data.draw(st.sampled_from(sorted(self.frozen))))
        self.attempt(one.withdrawn_at is None, lambda: actions.claim(one, by=self.person(who)))

    @precondition(lambda self: self.frozen)
    @rule(data=st.data(), who=TRAINERS, good=st.booleans())
    def decide(self, data: st.DataObject, who: str, good: bool) -> None:
        one = Submission.objects.get(pk=data.draw(st.sampled_from(sorted(self.frozen))))
        allowed = one.is_live and self.now().state == State.IN_REVIEW
        self.attempt(allowed, lambda: (actions.validate if good else actions.send_back)(one, by=self.person(who)))

    @rule(who=st.sampled_from(["amina", "luc"]))
    def reopen(self, who: str) -> None:
        state = self.now().state
        if who == "luc" and state not in (State.VALIDATED, State.READ):
            return  # a trainer who has received nothing gets 404: tested elsewhere
        self.attempt(state == State.VALIDATED, lambda: actions.reopen(self.sheet, by=self.person(who), reason="suite"))

    @rule(data=st.data(), who=MEMBERS, trainer=TRAINERS)
    def crash(self, data: st.DataObject, who: str, trainer: str) -> None:
        """Whatever was being done when the process died, nobody was told anything and nothing of it is left."""
        member, reader = self.person(who), self.person(trainer)
        last = Submission.objects.filter(worksheet=self.sheet.pk).last()
        acts = [
            lambda: actions.edit_row(
                self.sheet, "field:title", {"text": "perdu"}, lock=self.ledger.get("title", ("", 0))[1], by=member
            ),
            lambda: actions.add_node(self.sheet, "need", {"label": "perdu"}, by=member),
            lambda: actions.submit(self.sheet, by=member, confirmed=True),
            lambda: actions.withdraw(self.sheet, by=member),
            lambda: actions.reopen(self.sheet, by=member, reason="perdu"),
        ]
        if last is not None:
            acts += [lambda: actions.claim(last, by=reader), lambda: actions.validate(last, by=reader)]
        before = self.everything()
        with contextlib.suppress(Killed, Refusal), transaction.atomic():
            data.draw(st.sampled_from(acts))()
            raise Killed
        assert self.everything() == before

    def everything(self) -> list[list[tuple]]:
        tables = (Entry, Node, Revision, Move, Submission, Outbox, Statement, Worksheet)
        return [list(model._base_manager.order_by("pk").values_list()) for model in tables]

    @invariant()
    def acknowledged_saves_are_there(self) -> None:
        found = {
            key: (text, lock)
            for key, text, lock in Entry.objects.filter(worksheet=self.sheet.pk).values_list("key", "text", "lock")
        }
        assert found == self.ledger

    @invariant()
    def submissions_never_change(self) -> None:
        for one in Submission.objects.filter(worksheet=self.sheet.pk):
            assert digest(one.snapshot) == one.sha256 == self.frozen[one.pk]

    @invariant()
    def one_decision_a_submission(self) -> None:
        decided = Move.objects.filter(worksheet=self.sheet.pk, from_state=State.IN_REVIEW).values_list("submission", flat=True)
        assert (
            len(decided) == len(set(decided)) == Submission.objects.filter(worksheet=self.sheet.pk).exclude(decision="").count()
        )

    @invariant()
    def the_state_agrees_with_what_waits(self) -> None:
        waiting = Submission.objects.live().filter(worksheet=self.sheet.pk).count()
        assert waiting == (self.now().state in (State.SUBMITTED, State.IN_REVIEW))

    @invariant()
    def the_log_tells_the_state(self) -> None:
        last = Move.objects.filter(worksheet=self.sheet.pk).last()
        assert self.now().state == (last.to_state if last else State.DRAFT)

    @invariant()
    def each_submission_is_announced_once(self) -> None:
        assert Outbox.objects.filter(kind="mail").count() == 2 * len(self.frozen)


@pytest.mark.django_db
def test_sheets_in_any_order(world: World):
    machine = type("SheetsOfThisWorld", (Sheets,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
        ),
    )
