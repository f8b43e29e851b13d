"""The sweep that tells what waits too long. 2026: Monday 9 November, the 11th is a public holiday, the 16th a Monday."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread as Process

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, close_old_connections, connection, transaction

from coursesite.cohorts.models import TrainerAssignment
from coursesite.core.models import Outbox
from coursesite.organisations.models import NetworkRole
from step_guides.reviews import actions
from step_guides.reviews.models import Reminder, Thread
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission
from tests.backdating import backdate
from tests.step_guides.reviews.conftest import Sheet


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def late(sheet: Sheet) -> Sheet:
    """Sent on Monday 9 November: four working days later is Friday 13, five Monday 16, the 11th left out: 16 and 17."""
    backdate(Submission.objects.all(), submitted_at=at(9))
    sheet.submission.refresh_from_db()
    TrainerAssignment.objects.update(starts_on=at(1).date())
    NetworkRole.objects.update(starts_on=at(1).date())
    return sheet


def told() -> list[tuple[str, str]]:
    return sorted(Reminder.objects.values_list("stage", "person__full_name"))


def sweep(now: datetime) -> int:
    with time_machine.travel(now, tick=False):
        return actions.remind()


@pytest.mark.django_db
def test_trainers_are_reminded_at_four_fifths_and_once(late: Sheet) -> None:
    assert sweep(at(13, 18)) == 0
    assert sweep(at(16)) == 2 and told() == [("reminder", "Luc Morvan"), ("reminder", "Maud Tessier")]
    assert sweep(at(16)) == sweep(at(16, 15)) == sweep(at(17)) == 0


@pytest.mark.django_db
def test_who_opened_it_is_reminded_alone(late: Sheet) -> None:
    with time_machine.travel(at(10)):
        sheets.claim(late.submission, by=late.world.maud)
    sweep(at(16))
    assert told() == [("reminder", "Maud Tessier")]


@pytest.mark.django_db
def test_a_trainer_who_left_is_replaced_by_those_who_stay(late: Sheet) -> None:
    with time_machine.travel(at(10)):
        sheets.claim(late.submission, by=late.world.maud)
    TrainerAssignment.objects.filter(person=late.world.maud).update(ends_on=at(12).date())
    sweep(at(16))
    assert told() == [("reminder", "Luc Morvan")]


@pytest.mark.django_db
def test_beyond_the_delay_the_network_is_told_and_nobody_else_s(late: Sheet, drain) -> None:
    sweep(at(16))
    assert sweep(at(18)) == 1
    assert told()[0] == ("escalation", "Rose Lambert")
    mail.outbox.clear()
    with time_machine.travel(at(18)):
        Outbox.objects.exclude(key__contains="escalated").delete()
        drain()
    [letter] = mail.outbox
    assert letter.to == ["rose@test.example"]
    assert letter.subject == "Promotion Estuaire\xa0: une réponse est en retard pour La Passerelle des Rives (exemple fictif)"
    assert "Une réponse était promise pour le mardi 17 novembre." in letter.body
    assert f"/promotions/{late.world.cohort.public_id}/" in letter.body


@pytest.mark.django_db
def test_a_region_without_officer_is_told_to_what_it_is_part_of(late: Sheet) -> None:
    world = late.world
    NetworkRole.objects.filter(person=world.rose).delete()
    world.network.parent = world.other_network
    world.network.save()
    sweep(at(18))
    assert ("escalation", "Paul Renaudin") in told()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment", [at(14), at(15), at(16, 5), at(16, 20)], ids=["Saturday", "Sunday", "at dawn", "in the evening"]
)
def test_nobody_is_reminded_when_nobody_works(late: Sheet, moment: datetime) -> None:
    backdate(Submission.objects.all(), submitted_at=datetime(2026, 10, 1, 9, tzinfo=UTC))
    assert sweep(moment) == 0


@pytest.mark.django_db
def test_what_was_taken_back_or_answered_asks_for_nothing(late: Sheet) -> None:
    sheets.withdraw(late.worksheet, by=late.world.amina)
    assert sweep(at(18)) == 0
    late.again()
    backdate(Submission.objects.filter(withdrawn_at=None), submitted_at=at(9))
    actions.decide(late.ready(), "returned", by=late.world.luc)
    assert sweep(at(18)) == 0


@pytest.mark.django_db
def test_what_was_answered_before_the_message_left_is_not_told(late: Sheet, drain) -> None:
    drain()
    sweep(at(18))
    actions.decide(late.ready(), "returned", by=late.world.luc)
    mail.outbox.clear()
    drain()
    assert {letter.subject for letter in mail.outbox} == {"Luc a répondu\xa0: Théorie du changement"}


@pytest.fixture
def asked(late: Sheet) -> Thread:
    """Asked on Monday 9: two working days later is Thursday 12, the 11th left out."""
    actions.decide(late.ready(), "returned", by=late.world.luc)
    late.worksheet.refresh_from_db()
    with time_machine.travel(at(9)):
        return actions.ask(late.worksheet, late.outcome.anchor, text="Par où commencer ?", by=late.world.amina)


@pytest.mark.django_db
def test_questions_have_their_own_shorter_delay(asked: Thread, drain) -> None:
    drain()
    mail.outbox.clear()
    assert sweep(at(10, 17)) == 0
    assert sweep(at(12)) == 2 and sweep(at(13)) == 1
    assert told() == [("escalation", "Rose Lambert"), ("reminder", "Luc Morvan"), ("reminder", "Maud Tessier")]
    with time_machine.travel(at(13)):
        drain()
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects["luc@test.example"].endswith("attend une réponse à une question\xa0: Théorie du changement")


@pytest.mark.django_db
def test_an_answer_ends_the_wait_and_a_new_question_begins_another(asked: Thread, late: Sheet) -> None:
    with time_machine.travel(at(10)):
        actions.answer(asked, text="Par le public.", by=late.world.maud)
    assert sweep(at(13)) == 0
    with time_machine.travel(at(13)):
        actions.answer(asked, text="Et ensuite ?", by=late.world.bilal)
    assert sweep(at(16)) == 0
    assert sweep(at(17)) == 1 and told() == [("reminder", "Maud Tessier")]  # who answered before
    actions.settle(asked, "resolved", by=late.world.luc)
    assert sweep(at(20)) == 0


@pytest.mark.django_db
def test_a_reminder_is_about_one_thing(late: Sheet) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(stage="reminder", person=late.world.luc)


@pytest.mark.django_db
def test_the_sweep_asks_as_much_for_ten_as_for_one(late: Sheet, django_assert_max_num_queries) -> None:
    sweep(at(18))
    with django_assert_max_num_queries(12):
        sweep(at(18))
    for kind in [Kind.FRAMING, Kind.PRIORITIES]:
        other = sheets.open_sheet(late.world.passerelle, kind, by=late.world.amina)
        sheets.submit(other, by=late.world.amina, confirmed=True)
    backdate(Submission.objects.all(), submitted_at=at(9))
    assert sweep(at(18)) == 6
    with django_assert_max_num_queries(12):
        sweep(at(18))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_message(late: Sheet) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            actions.remind(at(18))
        except BaseException as error:
            failures.append(error)
        finally:
            close_old_connections()
            connection.close()

    workers = [Process(target=work) for _one in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == [] and Reminder.objects.count() == 3
    assert Outbox.objects.filter(key__contains="reviews.reminded").count() == 2
    assert Outbox.objects.filter(key__contains="reviews.escalated").count() == 1
