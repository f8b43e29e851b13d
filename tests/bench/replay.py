"""The SQL of one save, learnt by watching a few, to be sent again without Django: same statements, same transaction, next values.

What differs from one save to the next is followed: a number goes on rising, an identifier is a new one, a moment is now.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00:00)?\Z")
HEX = re.compile(r"[0-9a-f]{32}\Z")
DIGITS = re.compile(r"(\d+)")
SAVEPOINT = re.compile(r"s\d+_x\d+")
Statement = tuple[str, tuple]
Value = Callable[[int], Any]  # of the number of saves since the first one watched


class NotRepeatable(Exception):
    """Two saves did not send the same statements, or a value moves in a way that cannot be followed."""


@contextmanager
def watched() -> Iterator[list[Statement]]:
    """The statements of one save, with the BEGIN and the COMMIT that Django sends by another way."""
    from django.db import connection

    found: list[Statement] = []
    opened = False

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        nonlocal opened
        begins = sql.startswith("BEGIN")
        if opened and not connection.in_atomic_block and not begins:
            found.append(("COMMIT", ()))
            opened = False
        if connection.in_atomic_block and not opened and not begins:  # PostgreSQL: by the driver
            found.append(("BEGIN", ()))
            opened = True
        found.append((SAVEPOINT.sub("s1_x1", sql), tuple(plain(one) for one in params or ())))
        opened = opened or begins
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
    if opened:
        found.append(("COMMIT", ()))


def plain(value: Any) -> Any:
    """As SQLite gets it: what PostgreSQL is given as an object, as the text that it reads as the same."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value)
    return json.dumps(value.obj) if hasattr(value, "obj") else value


@dataclass(frozen=True)
class Step:
    sql: str
    values: tuple[Value, ...]
    must_change_one: bool

    def send(self, cursor: Any, number: int) -> bool:
        """Whether it did what it does in a save."""
        cursor.execute(self.sql, [value(number) for value in self.values])
        if self.must_change_one:
            return cursor.rowcount == 1
        if cursor.description:
            cursor.fetchall()
        return True


def learn(first: list[Statement], second: list[Statement], third: list[Statement]) -> list[Step]:
    """From two saves in a row, proved on the third."""
    if not [sql for sql, _ in first] == [sql for sql, _ in second] == [sql for sql, _ in third]:
        raise NotRepeatable([sql[:60] for sql, _ in first], [sql[:60] for sql, _ in second], [sql[:60] for sql, _ in third])
    steps = []
    for (sql, before), (_, after), (_, last) in zip(first, second, third, strict=True):
        values = tuple(follow(one, two) for one, two in zip(before, after, strict=True))
        for value, seen, start in zip(values, last, before, strict=True):
            if value(2) != seen and not is_fresh(start):
                raise NotRepeatable(sql, value(2), seen)
        changes = sql.startswith("UPDATE") or (sql.startswith("INSERT") and "RETURNING" not in sql)
        steps.append(Step(sql if on_postgres() else sql.replace("%s", "?").replace("%%", "%"), values, changes))
    return steps


def on_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def is_fresh(value: Any) -> bool:
    return isinstance(value, str) and bool(MOMENT.match(value) or HEX.match(value))


def follow(first: Any, second: Any) -> Value:
    if first == second:
        return lambda number: first
    if isinstance(first, int) and isinstance(second, int):
        return lambda number: first + (second - first) * number
    if not isinstance(first, str) or not isinstance(second, str):
        raise NotRepeatable(first, second)
    if MOMENT.match(first):
        return lambda number: datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if HEX.match(first):
        return lambda number: uuid.uuid4().hex
    return _follow_text(first, second)


def _follow_text(first: str, second: str) -> Value:
    """A text in which numbers rise."""
    before, after = DIGITS.split(first), DIGITS.split(second)
    if before[::2] != after[::2]:
        raise NotRepeatable(first, second)
    moving = [
        (place, int(one), int(after[place]) - int(one), len(one)) for place, one in enumerate(before) if one != after[place]
    ]

    def value(number: int) -> str:
        parts = list(before)
        for place, start, step, width in moving:
            parts[place] = f"{start + step * number:0{width}d}"
        return "".join(parts)

    return value
