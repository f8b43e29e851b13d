from __future__ import annotations

from collections.abc import Iterator

from coursesite.core import guard
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.rows import rules_at
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.typing_rules import typed_freely


@check("T25")
def personal_data(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark a row; `what` names what was found, the text itself goes no further."""
    spec = spec_of(snapshot["kind"])
    rows = [(f"field:{key}", {"text": text}) for key, text in snapshot.get("entries", {}).items()]
    rows += [(f"{name}:{row['uid']}", row) for name in ("node", "link") for row in snapshot.get(f"{name}s", [])]
    rows += [(f"{name}:{line['uid']}", line) for name, lines in snapshot.get("tables", {}).items() for line in lines]
    for anchor, values in rows:
        yield from _remark(anchor, [values.get(name, "") for name in typed_freely(rules_at(spec, anchor))])


def _remark(anchor: str, texts: list[str]) -> Iterator[Remark]:
    what = {place.kind for text in texts if text for place in guard.places(text)}
    if what:
        yield Remark("T25", Severity.ATTENTION, anchor, {"what": sorted(what)})
