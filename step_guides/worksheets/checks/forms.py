"""Remarks that any sheet made of fields and tables may get."""

from __future__ import annotations

from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.completeness import columns_missing, is_asked, is_begun, missing
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.words import words


@check("R01")
def still_to_fill_in(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark for the whole sheet: a page of empty fields needs no page of remarks."""
    spec = spec_of(snapshot["kind"])
    if spec.rows:  # an editor with elements of its own says it at each of them
        return
    begun = is_begun(snapshot)  # then some fields have a remark of their own
    lacking = [words(spec.kind, part).label for part in missing(snapshot) if not (begun and getattr(part, "remark", ""))]
    if lacking:
        yield Remark("R01", Severity.ERROR, "sheet", {"parts": ", ".join(f"«\u00a0{one}\u00a0»" for one in lacking)})


@check("R02")
def unfinished_line(snapshot: Snapshot) -> Iterator[Remark]:
    """A line that was begun, in a table that does not ask for any: R01 says it of the others."""
    spec = spec_of(snapshot["kind"])
    for table in spec.tables:
        for line in snapshot.get("tables", {}).get(table.key, []) if not is_asked(table) else []:
            lacking = [words(spec.kind, table, column.key).label for column in columns_missing(table, line)]
            if lacking:
                said = ", ".join(f"«\u00a0{one}\u00a0»" for one in lacking)
                yield Remark("R02", Severity.ATTENTION, f"{table.key}:{line['uid']}", {"parts": said})
