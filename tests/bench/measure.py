"""How a figure is taken, and what it is."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Effort:
    """How much of everything."""

    requests: int  # of each page
    documents: int
    submissions: tuple[int, int]  # few, many
    rounds: int  # of autosave, each way
    seconds: float  # of one round


FULL = Effort(requests=200, documents=40, submissions=(100, 10_000), rounds=4, seconds=3.0)
TINY = Effort(requests=3, documents=2, submissions=(10, 60), rounds=1, seconds=0.5)


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    target: str
    holds: bool

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "name"}


def at_most(name: str, value: float, most: float, *, unit: str, floor: float | None = None, and_also: bool = True) -> Figure:
    """A figure that is good when it is small, by itself."""
    ratio = round(value / floor, 2) if floor else None
    return Figure(name, value, unit, floor, ratio, f"≤ {most:g} {unit}", value <= most and and_also)


def at_most_times(name: str, value: float, floor: float, most: float, *, unit: str = "ms of CPU") -> Figure:
    """A figure that is good when it is small beside its floor."""
    ratio = value / floor
    return Figure(name, round(value, 3), unit, round(floor, 3), round(ratio, 3), f"≤ {most:g} × floor", ratio <= most)


def best_cpu(*ways: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of CPU of this process, the best of many. The ways take turns, so that all meet the same machine."""
    for way in ways:
        for _ in range(2):
            way()
    gc.collect()
    best = [float("inf")] * len(ways)
    for _ in range(rounds):
        for place, way in enumerate(ways):
            began = time.process_time()
            way()
            best[place] = min(best[place], time.process_time() - began)
    return [seconds * 1000 for seconds in best]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements sent meanwhile."""
    found: list[str] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def queries_of(way: Callable[[], object]) -> int:
    with statements() as found:
        way()
    return len(found)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
