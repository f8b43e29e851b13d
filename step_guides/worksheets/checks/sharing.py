"""Remarks on « Restitution et décisions »."""

from __future__ import annotations

from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.models.sharing import Fate
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.upstream import names_of


@check("S01", Kind.SHARING)
def not_given_back_to_the_people_concerned(snapshot: Snapshot) -> Iterator[Remark]:
    audiences = snapshot["tables"]["audience"]
    if audiences and not any(line.get("concerned") == Answer.YES for line in audiences):
        yield Remark("S01", Severity.ATTENTION, "sheet")


@check("S02", Kind.SHARING)
def changed_without_a_reason(snapshot: Snapshot) -> Iterator[Remark]:
    """An indicator that is reworded or given up."""
    names = names_of(snapshot)
    for line in snapshot["tables"]["fate"]:
        if line.get("fate") in (Fate.REWORD, Fate.DROP) and not line.get("why"):
            name = names.get(line["uid"]) or line.get("about") or "…"
            yield Remark("S02", Severity.ATTENTION, f"fate:{line['uid']}", {"name": name})
