from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from step_guides.reviews.queries import after_working_days, working_days_between
from step_guides.reviews.rule import advise

days = st.dates(date(2025, 1, 1), date(2030, 1, 1))


@given(days, st.integers(0, 60))
def test_working_days_are_counted_as_they_are_added(start: date, number: int) -> None:
    due = after_working_days(start, number)
    assert working_days_between(start, due) == number
    if number:
        assert due.weekday() < 5


@given(days, days)
def test_counting_is_the_same_day_by_day(start: date, end: date) -> None:
    first, last = min(start, end), max(start, end)
    slow = sum((first + timedelta(days=step)).weekday() < 5 for step in range(1, (last - first).days + 1))
    assert working_days_between(start, end) == (slow if start <= end else -slow)


def test_the_rule() -> None:
    assert advise([("a", True, 3), ("b", False, 2)]).favourable
    assert advise([("a", True, 2)]).starred == ["a"]
    assert advise([("a", False, 1)]).too_low == ["a"]
    unfinished = advise([("a", False, None)])
    assert unfinished.missing == ["a"] and not unfinished.complete and not unfinished.favourable
