from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from coursesite.cohorts.models import Cohort
from coursesite.core.errors import NotAllowed, NotFound, WrongState
from coursesite.core.models import Outbox
from coursesite.organisations.models import Membership
from step_guides.worksheets import actions
from step_guides.worksheets.enums import State
from step_guides.worksheets.models import Move, Node, Submission, Worksheet
from step_guides.worksheets.permissions import can_decide, can_view_submission
from step_guides.worksheets.queries import pending_errors, snapshot
from step_guides.worksheets.snapshots import digest
from tests.people import World
from tests.step_guides.worksheets.factories import fill
from tests.step_guides.worksheets.theories import faulty, sound


def state_of(sheet: Worksheet) -> str:
    return Worksheet.plain.get(pk=sheet.pk).state


def test_a_submission_freezes_the_text_and_the_cohort(world: World, sheet: Worksheet):
    fill(sheet, sound(), by=world.amina)
    submission = actions.submit(sheet, by=world.amina)
    assert (submission.number, submission.cohort, submission.submitted_by) == (1, world.cohort, world.amina)
    assert submission.snapshot == snapshot(sheet)
    assert submission.sha256 == digest(Submission.objects.get().snapshot)
    assert state_of(sheet) == State.SUBMITTED


def test_sending_twice_makes_one(world: World, sheet: Worksheet):
    first = actions.submit(sheet, by=world.amina, confirmed=True)
    assert actions.submit(sheet, by=world.bilal) == first
    assert Submission.objects.count() == Move.objects.count() == 1
    assert Outbox.objects.filter(kind="mail").count() == 2


def test_both_trainers_are_told_and_nobody_else(world: World, sheet: Worksheet):
    actions.submit(sheet, by=world.amina, confirmed=True)
    keys = set(Outbox.objects.filter(kind="mail").values_list("key", flat=True))
    sent = Submission.objects.get().pk
    assert keys == {f"mail:worksheets.submitted:{sent}:{person.pk}" for person in (world.luc, world.maud)}


def test_a_trainer_of_the_organisation_is_not_told_and_does_not_decide(world: World, sheet: Worksheet):
    Membership.objects.create(organisation=world.passerelle, person=world.luc)
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    assert Outbox.objects.filter(kind="mail").count() == 1
    for act in (actions.claim, actions.send_back, actions.validate):
        with pytest.raises(NotAllowed) as refusal:
            act(submission, by=world.luc)
        assert refusal.value.code == "own_organisation"
    assert not can_decide(world.luc, submission)
    assert submission not in Submission.objects.trained_by(world.luc)


def test_unanswered_errors_are_listed_and_asked_once(world: World, sheet: Worksheet):
    fill(sheet, faulty(), by=world.amina)
    assert {one.code for one in pending_errors(sheet)} == {"T05", "T08", "T10"}
    with pytest.raises(WrongState) as refusal:
        actions.submit(sheet, by=world.amina)
    assert refusal.value.code == "confirm"
    assert {one["code"] for one in refusal.value.details["pending"]} == {"T05", "T08", "T10"}
    assert (Submission.objects.count(), state_of(sheet)) == (0, State.DRAFT)
    actions.submit(sheet, by=world.amina, confirmed=True)


def test_a_justified_error_asks_nothing(world: World, sheet: Worksheet):
    anchors = fill(sheet, sound(), by=world.amina)
    impact = next(anchors[one["uid"]] for one in sound()["nodes"] if one["kind"] == "impact")
    actions.delete_row(sheet, impact, by=world.amina)
    actions.dismiss(sheet, "T05", "sheet", reason="Encore en débat", by=world.amina)
    assert actions.submit(sheet, by=world.amina).snapshot["dismissals"][0]["reason"] == "Encore en débat"


def test_who_is_not_enrolled_does_not_send(world: World, sheet: Worksheet):
    colleague = world.stranger
    Membership.objects.create(organisation=world.passerelle, person=colleague)
    with pytest.raises(NotAllowed) as refusal:
        actions.submit(sheet, by=colleague, confirmed=True)
    assert refusal.value.code == "no_enrolment"


def test_in_autonomy_nobody_reads(world: World, sheet: Worksheet):
    Cohort.objects.filter(pk=world.cohort.pk).update(track="autonomy")
    with pytest.raises(WrongState) as refusal:
        actions.submit(sheet, by=world.amina, confirmed=True)
    assert refusal.value.code == "no_trainer"
    assert state_of(sheet) == State.DRAFT


def test_withdrawing_before_anybody_opens(world: World, sheet: Worksheet):
    actions.submit(sheet, by=world.amina, confirmed=True)
    actions.withdraw(sheet, by=world.bilal)
    actions.withdraw(sheet, by=world.bilal)
    assert (state_of(sheet), Move.objects.count()) == (State.DRAFT, 2)
    second = actions.submit(sheet, by=world.amina, confirmed=True)
    assert second.number == 2
    actions.claim(second, by=world.luc)
    with pytest.raises(WrongState) as refusal:
        actions.withdraw(sheet, by=world.amina)
    assert refusal.value.code == "in_review"


def test_a_withdrawn_version_is_decided_and_seen_by_no_trainer(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.withdraw(sheet, by=world.amina)
    with pytest.raises(WrongState) as refusal:
        actions.claim(submission, by=world.luc)
    assert refusal.value.code == "withdrawn"
    assert not Submission.objects.visible_to(world.luc).exists()
    assert Submission.objects.visible_to(world.bilal).exists()


def test_claiming_is_silent_and_idempotent(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    first = actions.claim(submission, by=world.luc)
    again = actions.claim(submission, by=world.luc)
    assert (again.claimed_by, again.claimed_at) == (world.luc, first.claimed_at)
    assert actions.claim(submission, by=world.maud).claimed_by == world.luc
    assert Move.objects.count() == 2
    Submission.objects.update(claim_until=timezone.now() - timedelta(minutes=1))
    assert actions.claim(submission, by=world.maud).claimed_by == world.maud
    assert state_of(sheet) == State.IN_REVIEW


def test_the_whole_story(world: World, sheet: Worksheet):
    fill(sheet, sound(), by=world.amina)
    first = actions.submit(sheet, by=world.amina)
    frozen = (first.sha256, digest(first.snapshot))
    actions.claim(first, by=world.luc)
    actions.send_back(first, by=world.luc)
    assert state_of(sheet) == State.RETURNED
    node = Node.objects.first()
    actions.edit_row(sheet, node.anchor, {"note": "Revu"}, lock=1, by=world.amina)
    second = actions.submit(sheet, by=world.amina)
    actions.claim(second, by=world.maud)
    actions.validate(second, by=world.maud)
    first.refresh_from_db()
    assert (first.sha256, digest(first.snapshot)) == frozen
    assert state_of(sheet) == State.VALIDATED
    actions.reopen(sheet, by=world.amina, reason="Nouveau public")
    assert state_of(sheet) == State.RETURNED
    second.refresh_from_db()
    assert second.decision == "validated"
    assert [(one.from_state, one.to_state) for one in Move.objects.all()] == [
        ("draft", "submitted"), ("submitted", "in_review"), ("in_review", "returned"), ("returned", "submitted"),
        ("submitted", "in_review"), ("in_review", "validated"), ("validated", "returned"),
    ]  # fmt: skip
    assert actions.submit(sheet, by=world.amina).number == 3


def test_the_second_decision_is_told_who_was_first(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(submission, by=world.luc)
    actions.send_back(submission, by=world.luc)
    with pytest.raises(WrongState) as refusal:
        actions.validate(submission, by=world.maud)
    assert refusal.value.code == "already_decided"
    assert refusal.value.details["by"] == "Luc Morvan"
    assert "Luc Morvan" in str(refusal.value)


def test_an_older_version_is_not_decided_again(world: World, sheet: Worksheet):
    first = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(first, by=world.luc)
    actions.send_back(first, by=world.luc)
    second = actions.submit(sheet, by=world.amina, confirmed=True)
    actions.claim(second, by=world.luc)
    with pytest.raises(WrongState):
        actions.validate(first, by=world.maud)
    assert state_of(sheet) == State.IN_REVIEW


@pytest.mark.parametrize("who", ["amina", "bilal"])
def test_members_do_not_decide(world: World, sheet: Worksheet, who: str):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    for act in (actions.claim, actions.send_back, actions.validate):
        with pytest.raises(NotAllowed):
            act(submission, by=getattr(world, who))


@pytest.mark.parametrize("who", ["chloe", "noe", "rose", "paul", "ines", "sofia", "stranger"])
def test_strangers_learn_nothing_of_a_submission(world: World, sheet: Worksheet, who: str):
    somebody = getattr(world, who)
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    for act in (actions.claim, actions.send_back, actions.validate):
        with pytest.raises(NotFound):
            act(submission, by=somebody)
    with pytest.raises(NotFound):
        actions.reopen(sheet, by=somebody, reason="non")
    assert not Submission.objects.visible_to(somebody).exists()
    assert not can_view_submission(somebody, submission)
