"""Breaks, and more time for one person: one place says what may be expected of whom, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coursesite.cohorts import personal_data, timetable
from coursesite.cohorts.models import Break, Cohort, Enrolment, Extension
from coursesite.cohorts.timetable import Timetable
from coursesite.core.errors import Invalid, NotAllowed
from tests.people import World

FIRST = date(2026, 9, 1)


@pytest.fixture
def amina(world: World) -> Enrolment:
    Cohort.objects.filter(pk=world.cohort.pk).update(starts_on=FIRST, ends_on=date(2027, 5, 31))
    return Enrolment.objects.select_related("cohort", "person").get(person=world.amina)


def bilal_of(world: World) -> Enrolment:
    return Enrolment.objects.select_related("cohort").get(person=world.bilal)


@pytest.mark.django_db
def test_more_time_is_hers_alone_and_the_latest_day_counts(world: World, amina: Enrolment) -> None:
    for day in [date(2027, 7, 31), date(2027, 6, 30)]:
        timetable.extend(amina, until=day, reason="Congé maladie", by=world.luc)
    both = Timetable([amina, bilal_of(world)])
    assert both.last_day(amina) == timetable.last_day_of(amina) == date(2027, 7, 31)
    assert both.last_day(bilal_of(world)) == date(2027, 5, 31)
    assert both.is_working(amina, date(2027, 7, 1)) and not both.is_working(bilal_of(world), date(2027, 7, 1))


@pytest.mark.django_db
def test_an_extension_has_a_reason_and_a_day_after_the_end(world: World, amina: Enrolment) -> None:
    day = date(2027, 6, 30)
    for until, reason in [(day, "  "), (date(2027, 5, 31), "x"), (date(2029, 1, 1), "x")]:
        with pytest.raises(Invalid):
            timetable.extend(amina, until=until, reason=reason, by=world.luc)
    twice = [timetable.extend(amina, until=day, reason="Congé", by=by).pk for by in (world.rose, world.luc)]
    assert twice[0] == twice[1] and Extension.objects.get().granted_by == world.rose
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(reason="")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["amina", "noe", "paul", "ines"])
def test_those_who_do_not_follow_the_cohort_give_nothing(world: World, amina: Enrolment, who: str) -> None:
    with pytest.raises(NotAllowed):
        timetable.extend(amina, until=date(2027, 6, 30), reason="x", by=getattr(world, who))
    with pytest.raises(NotAllowed):
        timetable.declare_break(amina.cohort, starts_on=FIRST, ends_on=FIRST, by=getattr(world, who))


@pytest.mark.django_db
def test_a_break_of_everybody_and_one_of_a_person(world: World, amina: Enrolment) -> None:
    timetable.declare_break(amina.cohort, starts_on=date(2026, 12, 19), ends_on=date(2027, 1, 3), by=world.rose)
    own = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 6), "enrolment": amina}
    first = timetable.declare_break(amina.cohort, **own, by=world.luc)
    assert timetable.declare_break(amina.cohort, **own, by=world.luc) == first
    both, bilal = Timetable([amina, bilal_of(world)]), bilal_of(world)
    assert not both.is_working(amina, date(2026, 12, 25)) and not both.is_working(bilal, date(2026, 12, 25))
    assert not both.is_working(amina, date(2026, 11, 4)) and both.is_working(bilal, date(2026, 11, 4))
    assert both.days_expected(bilal, date(2026, 12, 17), date(2027, 1, 5)) == 3  # the 18th, the 4th and the 5th
    assert both.days_expected(bilal, date(2026, 8, 20), date(2026, 9, 2)) == 2
    timetable.remove_break(first, by=world.maud)
    assert Timetable([amina]).is_working(amina, date(2026, 11, 4))


@given(st.dates(date(2026, 6, 1), date(2027, 8, 1)), st.integers(0, 90), st.integers(0, 90))
def test_days_expected_add_up(start: date, one: int, two: int) -> None:
    table = Timetable.__new__(Timetable)
    cohort = Cohort(pk=1, starts_on=FIRST, ends_on=date(2027, 5, 31))
    enrolment = Enrolment(pk=1, cohort=cohort)
    table._extended = {1: date(2027, 6, 30)}
    table._breaks = {(1, None): [Break(starts_on=date(2026, 12, 19), ends_on=date(2027, 1, 3))], (1, 1): []}  # type: ignore[assignment]
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    whole = table.days_expected(enrolment, start, end)
    assert whole == table.days_expected(enrolment, start, middle) + table.days_expected(enrolment, middle, end) <= one + two


@pytest.mark.django_db
def test_the_calendar_page(world: World, amina: Enrolment, sign_in: Callable) -> None:
    luc, page = sign_in(world.luc), reverse("cohorts:timetable", args=[world.cohort.public_id])
    data = {"pause-enrolment": "", "pause-starts_on": "2026-12-19", "pause-ends_on": "2026-12-01"}
    wrong = luc.post(reverse("cohorts:declare_break", args=[world.cohort.public_id]), data)
    assert wrong.status_code == 422 and "2026-12-19" in wrong.content.decode() and not Break.objects.exists()
    data["pause-ends_on"] = "2027-01-03"
    assert luc.post(reverse("cohorts:declare_break", args=[world.cohort.public_id]), data)["Location"] == page
    more = {"delai-enrolment": amina.pk, "delai-until": "2027-06-30", "delai-reason": "Reprise après un congé"}
    assert luc.post(reverse("cohorts:extend", args=[world.cohort.public_id]), more).status_code == 303
    far = Enrolment.objects.create(cohort=world.other_cohort, person=world.stranger, organisation=world.phare)
    assert (
        luc.post(reverse("cohorts:extend", args=[world.cohort.public_id]), more | {"delai-enrolment": far.pk}).status_code == 422
    )
    shown = luc.get(page).content.decode()
    assert "Reprise après un congé" in shown and "Accordé par Luc Morvan" in shown and "Toute la promotion" in shown
    assert luc.post(reverse("cohorts:remove_break", args=[world.cohort.public_id, Break.objects.get().pk])).status_code == 303
    assert "pour vous, jusqu’au 30 juin 2027" in sign_in(world.amina).get(reverse("dashboards:home")).content.decode()
    assert personal_data.export(world.amina)["enrolments"][0]["more_time"][0]["reason"] == "Reprise après un congé"
