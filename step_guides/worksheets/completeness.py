"""How far a sheet has come, in percent: for traces and progress bars, never for a judgement."""

from __future__ import annotations

from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.snapshots import Snapshot

CHAIN = ("activity", "output", "outcome", "impact", "negative_outcome", "external_factor")
REQUIRED = ("title", "critical_assumptions", "contributors")


def completeness(snapshot: Snapshot) -> int:
    """Parts that hold something, over the parts asked for."""
    entries = snapshot.get("entries", {})
    wanted = [key for key in REQUIRED if spec_of(snapshot["kind"]).field(key)]
    done = [bool(entries.get(key)) for key in wanted]
    if "nodes" in snapshot:
        kinds = {node["kind"] for node in snapshot["nodes"]}
        done += [kind in kinds for kind in CHAIN]
        done += [bool(snapshot["links"]), any(link["assumption"] for link in snapshot["links"])]
    return round(100 * sum(done) / len(done)) if done else 0
