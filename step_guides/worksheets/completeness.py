"""How far a sheet has come, in percent: for traces and progress bars, never for a judgement."""

from __future__ import annotations

from step_guides.worksheets.kinds import Field, Table, spec_of
from step_guides.worksheets.snapshots import Snapshot

CHAIN = ("activity", "output", "outcome", "impact", "negative_outcome", "external_factor")


def completeness(snapshot: Snapshot) -> int:
    """Parts that hold what they should, over the parts asked for."""
    spec = spec_of(snapshot["kind"])
    done = [is_filled(snapshot, part) for part in spec.parts if is_asked(part)]
    if "nodes" in snapshot:
        kinds = {node["kind"] for node in snapshot["nodes"]}
        done += [kind in kinds for kind in CHAIN]
        done += [bool(snapshot["links"]), any(link["assumption"] for link in snapshot["links"])]
    return round(100 * sum(done) / len(done)) if done else 0


def is_begun(snapshot: Snapshot) -> bool:
    return any(snapshot["entries"].values()) or any(snapshot.get("tables", {}).values())


def missing(snapshot: Snapshot) -> list[Field | Table]:
    """The parts asked for that are still to be filled in, in the order of the sheet."""
    return [part for part in spec_of(snapshot["kind"]).parts if is_asked(part) and not is_filled(snapshot, part)]


def is_asked(part: Field | Table) -> bool:
    return part.required if isinstance(part, Field) else bool(part.least or part.per)


def is_filled(snapshot: Snapshot, part: Field | Table) -> bool:
    """A field that says something; a table with its lines, each with the columns asked of it."""
    if isinstance(part, Field):
        return bool(snapshot.get("entries", {}).get(part.key))
    lines = snapshot.get("tables", {}).get(part.key, [])
    wanted = len(snapshot.get("upstream", {}).get(part.per, [])) if part.per else part.least
    return len(lines) >= max(1, wanted) and not any(columns_missing(part, line) for line in lines)


def columns_missing(table: Table, line: dict[str, str]) -> list[Field]:
    return [column for column in table.columns if column.required and not line.get(column.key) and column.is_asked(line)]
