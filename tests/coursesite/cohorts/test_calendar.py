from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.cohorts.calendar import (
    after_working_days,
    is_working_day,
    proposed_end,
    public_holidays,
    reminder_day,
    working_days_between,
)

days = st.dates(date(2025, 1, 1), date(2035, 1, 1))


@given(days, st.integers(0, 60))
def test_working_days_are_counted_as_they_are_added(start: date, number: int) -> None:
    due = after_working_days(start, number)
    assert working_days_between(start, due) == number
    if number:
        assert is_working_day(due)


@given(days, days)
def test_counting_is_the_same_day_by_day(start: date, end: date) -> None:
    first, last = min(start, end), max(start, end)
    slow = sum(is_working_day(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))
    assert working_days_between(start, end) == (slow if start <= end else -slow)


@given(days, days, days)
def test_spans_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted([one, two, three])
    assert working_days_between(first, middle) + working_days_between(middle, last) == working_days_between(first, last)


@given(days, st.integers(1, 30))
def test_a_reminder_comes_on_a_working_day_of_the_delay_after_four_fifths_of_it(start: date, number: int) -> None:
    day = reminder_day(start, number)
    assert is_working_day(day) and start < day <= after_working_days(start, number)
    assert working_days_between(start, day) * 10 >= number * 8 > (working_days_between(start, day) - 1) * 10


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_eleven_holidays_of_a_year(year: int) -> None:
    found = public_holidays(year)
    assert {date(year, 1, 1), date(year, 5, 1), date(year, 7, 14), date(year, 11, 11), date(year, 12, 25)} <= found
    assert 10 <= len(found) <= 11  # Ascension falls on 1 or 8 May now and then


def test_days_off_of_2026_are_left_out() -> None:
    assert after_working_days(date(2026, 4, 3), 1) == date(2026, 4, 7)  # Good Friday → after Easter Monday
    assert after_working_days(date(2026, 4, 30), 5) == date(2026, 5, 11)  # 1 and 8 May
    assert after_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert working_days_between(date(2026, 5, 13), date(2026, 5, 15)) == 1  # Ascension
    assert after_working_days(date(2026, 8, 14), 1) == date(2026, 8, 17)  # the Assumption is a Saturday


def test_a_course_ends_with_its_last_month() -> None:
    assert proposed_end(date(2026, 1, 12), 9) == date(2026, 9, 30)
    assert proposed_end(date(2026, 9, 1), 6) == date(2027, 2, 28)
