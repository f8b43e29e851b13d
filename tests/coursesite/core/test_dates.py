"""A day as French people write it, wherever it is written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation

from coursesite.core.dates import written

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


@pytest.mark.parametrize(
    ("day", "form", "french", "english"),
    [
        (date(2026, 9, 1), "DATE_FORMAT", "1er septembre 2026", "1 September 2026"),
        (date(2026, 9, 11), "DATE_FORMAT", "11 septembre 2026", "11 September 2026"),
        (date(2026, 9, 1), "l j F", "mardi 1er septembre", "Tuesday 1 September"),
        (
            datetime(2026, 8, 31, 22, 5, tzinfo=UTC),
            "DATETIME_FORMAT",
            "1er septembre 2026 à 00\u00a0h\u00a005",
            "1 September 2026, 00:05",
        ),
        (None, "DATE_FORMAT", "", ""),
    ],
)
def test_written(day: date | None, form: str, french: str, english: str) -> None:
    with translation.override("fr"):
        assert written(day, form) == french
    with translation.override("en"):
        assert written(day, form) == english


def test_every_template_writes_days_so() -> None:
    by_hand = re.compile(r'\|date:"(?:DATE_FORMAT|DATETIME_FORMAT|[^"]*j[^"]*)"')
    assert [str(page) for page in TEMPLATES.rglob("*.*") if by_hand.search(page.read_text())] == []
