from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.core.errors import Invalid, NotFound, Refusal, WrongState
from step_guides.worksheets import actions
from step_guides.worksheets.enums import Kind, State
from step_guides.worksheets.models import Move, Submission, Worksheet
from step_guides.worksheets.permissions import can_view_submission
from step_guides.worksheets.presenters.home import sheets_of
from step_guides.worksheets.queries import accepted
from step_guides.worksheets.transitions import TRANSITIONS, Step
from tests.people import World, join
from tests.step_guides.worksheets.factories import fill, open_theory, submitted, validated
from tests.step_guides.worksheets.theories import sound


def state_of(sheet: Worksheet) -> str:
    return Worksheet.plain.get(pk=sheet.pk).state


def test_visible_to_and_can_view_agree(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    for somebody in world.everybody():
        assert Submission.objects.visible_to(somebody).filter(pk=submission.pk).exists() == can_view_submission(
            somebody, submission
        )


def test_rights_end_with_the_assignment(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    TrainerAssignment.objects.filter(person=world.luc).update(ends_on=date.today() - timedelta(days=1))
    with pytest.raises(NotFound):
        actions.claim(submission, by=world.luc)
    assert not Submission.objects.visible_to(world.luc).exists()


def test_a_trainer_of_the_next_cohort_does_not_see_what_an_earlier_one_received(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    join(world.amina, world.passerelle, world.other_cohort)
    assert submission not in Submission.objects.visible_to(world.noe)


def test_deciding_needs_the_sheet_to_be_open(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    with pytest.raises(WrongState):
        actions.validate(submission, by=world.luc)
    with pytest.raises(WrongState):
        actions.mark_read(submission, by=world.luc)
    assert state_of(sheet) == State.SUBMITTED


def test_reopening_needs_a_reason_and_a_decision(world: World, sheet: Worksheet):
    with pytest.raises(WrongState):
        actions.reopen(sheet, by=world.amina, reason="trop tôt")
    validated(world.passerelle, by=world.amina, trainer=world.luc)
    with pytest.raises(Invalid):
        actions.reopen(sheet, by=world.luc, reason="  ")
    actions.reopen(sheet, by=world.luc, reason="Une erreur de version")
    assert Move.objects.last().reason == "Une erreur de version"


def test_every_move_that_the_table_does_not_allow_is_refused(world: World, sheet: Worksheet):
    """Each action in each state: allowed by the table, or 409 and nothing moved."""
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    acts = {
        Step.WITHDRAW: lambda: actions.withdraw(sheet, by=world.amina),
        Step.RETURN: lambda: actions.send_back(submission, by=world.luc),
        Step.VALIDATE: lambda: actions.validate(submission, by=world.luc),
        Step.REOPEN: lambda: actions.reopen(sheet, by=world.amina, reason="x"),
    }
    for state in State.values:
        for step, act in acts.items():
            with transaction.atomic():
                Worksheet.plain.filter(pk=sheet.pk).update(state=state)
                try:
                    act()
                    moved = True
                except Refusal as refusal:
                    assert refusal.status == 409
                    moved = False
                assert moved == (state in TRANSITIONS[step].start), (state, step)
                transaction.set_rollback(True)


def test_the_database_refuses_what_the_code_would_not_do(world: World, sheet: Worksheet):
    submission = actions.submit(sheet, by=world.amina, confirmed=True)
    wrong = [
        {"decision": "validated"}, {"decided_at": timezone.now()}, {"claimed_by": world.luc},
        {"withdrawn_at": timezone.now(), "decision": "returned", "decided_by": world.luc, "decided_at": timezone.now()},
    ]  # fmt: skip
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            worksheet=sheet,
            number=2,
            cohort=world.cohort,
            enrolment=submission.enrolment,
            submitted_by=world.amina,
            snapshot={},
            sha256="",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Worksheet.plain.filter(pk=sheet.pk).update(state="finished")


def test_accepted_counts_for_each_enrolled_person_of_the_organisation(world: World):
    submission = validated(world.passerelle, by=world.amina, trainer=world.luc)
    submitted(world.jardin, by=world.chloe)
    enrolments = list(Enrolment.objects.all())
    found = accepted(enrolments, Kind.THEORY_OF_CHANGE)
    by_person = {one.person.first_name_only: found.get(one.pk) for one in enrolments}
    assert by_person == {"Amina": submission, "Bilal": submission, "Chloé": None}
    actions.reopen(submission.worksheet, by=world.amina, reason="suite")
    assert accepted(enrolments, Kind.THEORY_OF_CHANGE)[enrolments[0].pk] == submission


def test_accepted_takes_one_query(world: World, django_assert_num_queries):
    validated(world.passerelle, by=world.amina, trainer=world.luc)
    enrolments = list(Enrolment.objects.all())
    for some in (enrolments[:1], enrolments):
        with django_assert_num_queries(1):
            [one.worksheet.organisation.name for one in accepted(some, Kind.THEORY_OF_CHANGE).values()]
    with django_assert_num_queries(0):
        assert accepted([], Kind.THEORY_OF_CHANGE) == {}


def test_states_are_said_to_the_reader(world: World, sheet: Worksheet):
    def words() -> str:
        lines = sheets_of(world.amina, [world.passerelle])
        return str(next(one.standing.words for one in lines if one.spec.kind == Kind.THEORY_OF_CHANGE))

    assert words() == "À commencer"
    assert sheets_of(world.chloe, [world.jardin])[0].worksheet is None
    fill(sheet, sound(), by=world.amina)
    assert words().startswith("Brouillon")
    submission = actions.submit(sheet, by=world.amina)
    assert words().startswith("Chez Luc et Maud depuis")
    actions.claim(submission, by=world.maud)
    Submission.objects.update(claimed_at=timezone.now() - timedelta(days=2))
    assert words() == "Maud la relit depuis 2\u00a0jours"
    actions.validate(submission, by=world.maud)
    assert words().startswith("Validée par Maud le ")


def test_the_mail_is_sent_once_and_names_no_content(world: World, sheet: Worksheet, drain):
    fill(sheet, sound(), by=world.amina)
    actions.submit(sheet, by=world.amina)
    drain()
    drain()
    to = sorted(message.to[0] for message in mail.outbox)
    assert to == ["luc@test.example", "maud@test.example"]
    whole = "".join(f"{message.subject}{message.body}" for message in mail.outbox)
    assert "La Passerelle des Rives" in whole and "récidive" not in whole


def test_a_mail_about_a_withdrawn_version_does_not_leave(world: World, drain):
    sheet = open_theory(world.passerelle, by=world.amina)
    actions.submit(sheet, by=world.amina, confirmed=True)
    actions.withdraw(sheet, by=world.amina)
    drain()
    assert mail.outbox == []
