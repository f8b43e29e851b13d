"""Days: those on which people work, and those by which something is asked or promised. One truth for every room."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from math import ceil

from django.utils import timezone
from holidays import country_holidays

WEEKEND = 5
REMINDED_AT = 80  # per cent of a delay


def proposed_end(starts_on: date, months: int) -> date:
    """Last day of the last calendar month: 12 January and 9 months → 30 September."""
    years, month = divmod(starts_on.month - 1 + months - 1, 12)
    year = starts_on.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven of the whole country; those of Alsace, Moselle and overseas are not among them."""
    return frozenset(country_holidays("FR", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < WEEKEND and day not in public_holidays(day.year)


def after_working_days(start: date, days: int) -> date:
    """The day by which an answer is promised: `days` working days after `start`."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days from `start` (not counted) to `end` (counted). Negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    whole, rest = divmod((end - start).days, 7)
    days = whole * WEEKEND + sum((start + timedelta(days=step)).weekday() < WEEKEND for step in range(1, rest + 1))
    lost = (day for year in range(start.year, end.year + 1) for day in public_holidays(year) if start < day <= end)
    return days - sum(day.weekday() < WEEKEND for day in lost)


def reminder_day(start: date, days: int) -> date:
    """The working day on which four fifths of a delay are over: the fourth of five, the second of two."""
    return after_working_days(start, ceil(days * REMINDED_AT / 100))


def is_working_hour(moment: datetime) -> bool:
    """When a reminder may leave: from eight in the morning to eight in the evening of a working day."""
    local = timezone.localtime(moment)
    return is_working_day(local.date()) and 8 <= local.hour < 20
