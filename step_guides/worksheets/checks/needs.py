"""Remarks on « Besoin et parties prenantes »."""

from __future__ import annotations

from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Answer, Kind
from step_guides.worksheets.snapshots import Snapshot

MOST_PRIORITIES = 3


def _priorities(snapshot: Snapshot) -> list[dict[str, str]]:
    return [line for line in snapshot["tables"]["stakeholder"] if line.get("priority") == Answer.YES]


@check("N01", Kind.NEEDS)
def figure_without_source(snapshot: Snapshot) -> Iterator[Remark]:
    for line in snapshot["tables"]["figure"]:
        if line.get("what") and not line.get("origin"):
            yield Remark("N01", Severity.ERROR, f"figure:{line['uid']}")


@check("N02", Kind.NEEDS)
def no_suited_means(snapshot: Snapshot) -> Iterator[Remark]:
    for line in _priorities(snapshot):
        if not line.get("means"):
            yield Remark("N02", Severity.ATTENTION, f"stakeholder:{line['uid']}", {"name": line.get("name") or "…"})


@check("N03", Kind.NEEDS)
def too_many_priorities(snapshot: Snapshot) -> Iterator[Remark]:
    count = len(_priorities(snapshot))
    if count > MOST_PRIORITIES:
        yield Remark("N03", Severity.ATTENTION, "sheet", {"count": count})
    elif not count and snapshot["tables"]["stakeholder"]:
        yield Remark("N03", Severity.ATTENTION, "sheet", {"count": 0})


@check("N04", Kind.NEEDS)
def nobody_concerned_was_heard(snapshot: Snapshot) -> Iterator[Remark]:
    """The need is told, and nobody was listened to."""
    if snapshot["entries"].get("finding") and not snapshot["tables"]["listened"]:
        yield Remark("N04", Severity.ATTENTION, "sheet")
