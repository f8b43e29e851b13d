from __future__ import annotations

from calendar import monthrange
from datetime import date


def proposed_end(starts_on: date, months: int) -> date:
    """Last day of the last calendar month: 12 January and 9 months → 30 September."""
    years, month = divmod(starts_on.month - 1 + months - 1, 12)
    year = starts_on.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])
