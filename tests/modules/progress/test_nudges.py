"""Those who have gone quiet. Amina and Bilal enrol on Monday 7 September 2026; the programme waits for fourteen days, twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.cohorts import timetable
from coursesite.cohorts.models import Cohort, Enrolment, Programme
from coursesite.core.models import Outbox
from modules.progress.models import Nudge
from modules.progress.nudging import _write as write
from modules.progress.nudging import nudge
from modules.progress.quiet import quiet as who_is_quiet
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from tests.people import PASSWORD, World

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def quiet(world: World) -> World:
    Cohort.objects.update(starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31))
    Enrolment.objects.update(enrolled_at=at(9, 7))
    Enrolment.objects.exclude(person=world.amina).update(left_on=date(2026, 9, 8))
    return world


def sweep(now: datetime) -> int:
    with time_machine.travel(now, tick=False):
        return nudge()


def test_fourteen_days_then_fourteen_more_then_nothing(quiet: World) -> None:
    assert sweep(at(9, 18)) == 0
    assert sweep(at(9, 21)) == 1
    assert sweep(at(9, 21, 12)) == sweep(at(9, 22)) == sweep(at(10, 2)) == 0
    assert sweep(at(10, 5)) == 1
    assert sweep(at(11, 9)) == sweep(at(12, 14)) == 0
    assert list(Nudge.objects.values_list("number", flat=True)) == [1, 2]


def test_a_programme_may_write_to_nobody_or_wait_longer(quiet: World) -> None:
    Programme.objects.update(quiet_days=30)
    assert sweep(at(10, 6)) == 0 and sweep(at(10, 7)) == 1
    Programme.objects.update(quiet_reminders=0)
    assert sweep(at(12, 1)) == 0


def test_coming_back_ends_the_silence_and_another_may_begin(quiet: World) -> None:
    sweep(at(9, 21))
    User.objects.filter(pk=quiet.amina.pk).update(last_login=at(9, 23))
    assert sweep(at(10, 6)) == 0
    assert sweep(at(10, 7)) == 1 and Nudge.objects.latest("pk").number == 1


def test_writing_in_a_sheet_is_a_sign_of_life_and_waiting_for_an_answer_no_silence(quiet: World) -> None:
    with time_machine.travel(at(9, 18)):
        sheet = sheets.open_sheet(quiet.passerelle, Kind.THEORY_OF_CHANGE, by=quiet.amina)
        sheets.add_node(sheet, "activity", {"label": "Ateliers"}, by=quiet.amina)
    assert sweep(at(9, 21)) == 0 and sweep(at(10, 1)) == 0
    with time_machine.travel(at(10, 1)):
        sheets.submit(sheet, by=quiet.amina, confirmed=True)
    assert sweep(at(11, 9)) == 0
    with time_machine.travel(at(11, 9)):
        sheets.withdraw(sheet, by=quiet.amina)
    assert sweep(at(11, 10)) == 1  # silent since she sent, taking back aside


def test_never_during_a_break_whose_days_do_not_count(quiet: World) -> None:
    cohort = Cohort.objects.get(pk=quiet.cohort.pk)
    own = Enrolment.objects.get(person=quiet.amina)
    timetable.declare_break(cohort, starts_on=date(2026, 9, 14), ends_on=date(2026, 9, 25), by=quiet.luc)
    timetable.declare_break(cohort, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 2), enrolment=own, by=quiet.luc)
    assert [sweep(at(9, 21)), sweep(at(10, 2)), sweep(at(10, 5))] == [0, 0, 1]  # 6 + 5 days, 2 off, then three


def test_not_after_the_last_day_unless_she_has_more_time(quiet: World) -> None:
    Cohort.objects.update(ends_on=date(2026, 9, 15))
    assert sweep(at(9, 21)) == 0
    timetable.extend(
        Enrolment.objects.select_related("cohort").get(person=quiet.amina),
        until=date(2026, 10, 30),
        reason="Congé",
        by=quiet.rose,
    )
    assert sweep(at(9, 21)) == 1


@pytest.mark.parametrize("moment", [at(9, 26), at(9, 27), at(9, 28, 3), at(9, 28, 19), at(7, 14)])
def test_not_when_nobody_works(quiet: World, moment: datetime) -> None:
    assert sweep(moment) == 0


def test_who_left_or_may_no_longer_sign_in_is_left_alone(quiet: World) -> None:
    User.objects.filter(pk=quiet.amina.pk).update(is_active=False)
    assert sweep(at(9, 21)) == 0


def test_the_message_is_kind_and_leads_through_the_sign_in_to_where_she_stopped(quiet: World, drain) -> None:
    with time_machine.travel(at(9, 21)):
        nudge()
        drain()
    [letter] = mail.outbox
    assert letter.to == ["amina@test.example"] and "ce que vous avez fait est gardé" in letter.body
    assert "http://testserver/parcours/reprendre/" in letter.body and "List-Unsubscribe" in letter.extra_headers
    browser = Client()
    door = browser.get("/parcours/reprendre/")
    assert door.status_code == 302 and parse_qs(urlsplit(door["Location"]).query)["next"] == ["/parcours/reprendre/"]
    inside = browser.post(door["Location"], {"login": "amina@test.example", "password": PASSWORD, "next": "/parcours/reprendre/"})
    assert inside.status_code == 302 and inside["Location"] == "/parcours/reprendre/"
    assert browser.get("/parcours/reprendre/").status_code == 302
    elsewhere = Client().post(
        reverse("account_login"), {"login": "amina@test.example", "password": PASSWORD, "next": "https://ailleurs.example/"}
    )
    assert elsewhere["Location"].startswith("/")


def test_a_message_that_left_late_does_not_find_who_came_back(quiet: World, drain) -> None:
    sweep(at(9, 21))
    User.objects.filter(pk=quiet.amina.pk).update(last_login=at(9, 21, 10))
    drain()
    assert mail.outbox == []


def test_a_second_worker_and_a_task_done_again_write_nothing_more(quiet: World) -> None:
    """Two sweeps that found the same person before either wrote."""
    rows = list(Enrolment.objects.filter(person=quiet.amina).select_related("person", "cohort__programme"))
    found = [who_is_quiet(rows, at(9, 21))[0] for _worker in range(2)]
    assert [write(one, at(9, 21)) for one in found] == [True, False]
    assert Outbox.objects.filter(key__contains="progress.quiet").count() == Nudge.objects.count() == 1


def test_the_sweep_asks_as_much_for_three_as_for_one(quiet: World, django_assert_max_num_queries: Callable) -> None:
    Programme.objects.update(quiet_days=60)
    with django_assert_max_num_queries(11):
        sweep(at(9, 21))
    Enrolment.objects.update(left_on=None)
    with django_assert_max_num_queries(11):
        sweep(at(9, 21))
