"""Remarks on « Plan de collecte »: the second pass of the indicators, line by line once a line is begun, and the protection of people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from step_guides.worksheets.boards import capacity_of, hours_planned, in_days
from step_guides.worksheets.checks.links import months
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models.collection import Moment, Sensitive
from step_guides.worksheets.models.indicators import Level
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.upstream import names_of

FEWEST_OF_A_GROUP = 10
MEASURES = ("access", "retention", "anonymity")


def _lacking(code: str, column: str, snapshot: Snapshot) -> Iterator[Remark]:
    for line in snapshot["tables"]["measure"]:
        if not line.get(column):
            yield Remark(code, Severity.ATTENTION, f"measure:{line['uid']}", {"title": _title(snapshot, line)})


def _title(snapshot: Snapshot, line: dict[str, str]) -> str:
    return names_of(snapshot).get(line["uid"]) or line.get("about") or "…"


@check("I07", Kind.COLLECTION)
def how_often(snapshot: Snapshot) -> Iterator[Remark]:
    yield from _lacking("I07", "frequency", snapshot)


@check("I09", Kind.COLLECTION)
def who_holds_it(snapshot: Snapshot) -> Iterator[Remark]:
    """The source; the tool is asked with the indicator."""
    yield from _lacking("I09", "held_by", snapshot)


@check("I10", Kind.COLLECTION)
def who_answers(snapshot: Snapshot) -> Iterator[Remark]:
    yield from _lacking("I10", "population", snapshot)


@check("I11", Kind.COLLECTION)
def before_its_time(snapshot: Snapshot) -> Iterator[Remark]:
    """Measured before the theory expects the outcome: after fewer months, or when people arrive and never again."""
    horizons = {one["uid"]: one.get("traits", "") for one in snapshot.get("upstream", {}).get("horizons", [])}
    for line in snapshot["tables"]["measure"]:
        horizon = horizons.get(line["uid"], "")
        expected = months(horizon)
        only_at_first = line.get("moments") == Moment.START
        measured = 0 if only_at_first else int(line.get("months") or 0)
        if expected and (only_at_first or measured) and measured < expected:
            said = {"title": _title(snapshot, line), "horizon": horizon, "measured": measured}
            yield Remark("I11", Severity.ATTENTION, f"measure:{line['uid']}", said)


@check("C01", Kind.COLLECTION)
def impact_without_other_causes(snapshot: Snapshot) -> Iterator[Remark]:
    levels = {one["uid"]: one.get("traits", "") for one in snapshot.get("upstream", {}).get("indicators", [])}
    for line in snapshot["tables"]["measure"]:
        if levels.get(line["uid"]) == Level.IMPACT and not line.get("otherwise"):
            yield Remark("C01", Severity.ATTENTION, f"measure:{line['uid']}", {"title": _title(snapshot, line)})


@check("I12", Kind.COLLECTION)
def without_limits(snapshot: Snapshot) -> Iterator[Remark]:
    yield from _lacking("I12", "limits", snapshot)


@check("I13", Kind.COLLECTION)
def sensitive_and_unprotected(snapshot: Snapshot) -> Iterator[Remark]:
    entries = snapshot["entries"]
    chosen = [one for one in entries.get("sensitive", "").split(",") if one not in ("", Sensitive.NONE)]
    if chosen and not all(entries.get(key) for key in ("basis", *MEASURES)):
        said = ", ".join(str(Sensitive(one).label) for one in chosen)
        yield Remark("I13", Severity.ERROR, "field:sensitive", {"kinds": said})


@check("I14", Kind.COLLECTION)
def groups_too_small(snapshot: Snapshot) -> Iterator[Remark]:
    """Answers expected, shared evenly among the groups; the real sizes are looked at when figures are published."""
    for line in snapshot["tables"]["measure"]:
        cells, expected = int(line.get("cells") or 1), line.get("expected")
        if cells > 1 and expected and Decimal(expected) / cells < FEWEST_OF_A_GROUP:
            each = (Decimal(expected) / cells).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
            said = {"title": _title(snapshot, line), "expected": number_format(Decimal(expected)), "cells": str(cells)}
            yield Remark("I14", Severity.ATTENTION, f"measure:{line['uid']}", {**said, "each": number_format(each)})


@check("I21", Kind.COLLECTION)
def beyond_the_means(snapshot: Snapshot) -> Iterator[Remark]:
    """The hours of all indicators, against the days that « Cadrage » says are there."""
    hours, capacity = hours_planned(line.get("hours", "") for line in snapshot["tables"]["measure"]), capacity_of(snapshot)
    if capacity is not None and in_days(hours) > capacity:
        said = {"hours": hours, "days": in_days(hours), "capacity": capacity}
        yield Remark("I21", Severity.ATTENTION, "sheet", {name: number_format(one.normalize()) for name, one in said.items()})
