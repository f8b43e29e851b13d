"""Remarks on « Cadrage ». Tables and fields are read from the snapshot: { "entries": {key: text}, "tables": {key: [line]} }."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import number_format

from step_guides.worksheets.boards import load_of
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.snapshots import Snapshot

MOST_PURPOSES = 3


@check("P01", Kind.FRAMING)
def many_purposes(snapshot: Snapshot) -> Iterator[Remark]:
    chosen = [one for one in snapshot["entries"].get("purposes", "").split(",") if one]
    if len(chosen) > MOST_PURPOSES:
        yield Remark("P01", Severity.ATTENTION, "field:purposes", {"count": len(chosen)})


@check("P02", Kind.FRAMING)
def more_work_than_days(snapshot: Snapshot) -> Iterator[Remark]:
    load, capacity = load_of(snapshot), snapshot["entries"].get("capacity")
    if capacity and load > Decimal(capacity):
        yield Remark(
            "P02",
            Severity.ATTENTION,
            "field:capacity",
            {"load": number_format(load), "capacity": number_format(Decimal(capacity))},
        )


@check("P03", Kind.FRAMING)
def ends_before_it_starts(snapshot: Snapshot) -> Iterator[Remark]:
    start, end = (snapshot["entries"].get(key, "") for key in ("starts_on", "ends_on"))
    if start and end and end <= start:
        yield Remark("P03", Severity.ERROR, "field:ends_on")


@check("P04", Kind.FRAMING)
def not_for_the_people_concerned(snapshot: Snapshot) -> Iterator[Remark]:
    usages = snapshot["tables"]["usage"]
    if usages and not any(line.get("concerned") == Answer.YES for line in usages):
        yield Remark("P04", Severity.ATTENTION, "sheet")
