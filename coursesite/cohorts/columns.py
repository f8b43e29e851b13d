"""Columns of a cohort's table: what a room knows of each enrolment, without the table knowing the room.

A room writes in its `dashboard.py`:

    @column(_("Modules completed"), order=20)
    def values(enrolments: list[Enrolment]) -> dict[int, object]: ...   # {enrolment_id: cell}; one query, whatever their number

A cell is a text, a number, a date, or a `Cell` when the page should show it as a state. An enrolment without a value is left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

from coursesite.cohorts.models import Enrolment


@dataclass(frozen=True)
class Cell:
    """A state in words. `state` is one of those of templates/components/state.html."""

    text: Any
    state: str = ""

    def __str__(self) -> str:
        return str(self.text)


Values = Callable[[list[Enrolment]], dict[int, Any]]


@dataclass(frozen=True)
class Column:
    label: Any
    order: int
    values: Values


_columns: list[Column] = []


def column(label: Any, order: int = 100) -> Callable[[Values], Values]:
    """`label` is the head of the column, marked for translation."""

    def register(values: Values) -> Values:
        _columns.append(Column(label, order, values))
        return values

    return register


def columns() -> list[Column]:
    autodiscover_modules("dashboard")
    return sorted(_columns, key=lambda one: one.order)


def table(enrolments: Iterable[Enrolment]) -> tuple[list[Any], dict[int, list[Any]]]:
    """The heads, and for each enrolment id its cells in the same order."""
    rows = list(enrolments)
    found = columns()
    answers = [one.values(rows) if rows else {} for one in found]
    return [one.label for one in found], {row.pk: [answer.get(row.pk, "") for answer in answers] for row in rows}
