from __future__ import annotations

from collections.abc import Iterator

from coursesite.core import guard
from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models.details import RULES_OF_LINKS, RULES_OF_NODES
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.typing_rules import Text

FREE_TEXTS = {
    "node": ("label", "note", "audience", *(key for key, rule in RULES_OF_NODES.items() if isinstance(rule, Text))),
    "link": ("assumption", *(key for key, rule in RULES_OF_LINKS.items() if isinstance(rule, Text))),
}


@check("T25")
def personal_data(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark a row; `what` names what was found, the text itself goes no further."""
    for key, text in snapshot.get("entries", {}).items():
        yield from _remark(f"field:{key}", [text])
    for name, fields in FREE_TEXTS.items():
        for row in snapshot.get(f"{name}s", []):
            yield from _remark(f"{name}:{row['uid']}", [row.get(field, "") for field in fields])
    for name, lines in snapshot.get("tables", {}).items():
        table = spec_of(snapshot["kind"]).table(name)
        free = (
            [key for key, rule in table.rules.items() if isinstance(rule, Text)] if table else []
        )  # an identifier may look like a number
        for line in lines:
            yield from _remark(f"{name}:{line['uid']}", [line.get(key, "") for key in free])


def _remark(anchor: str, texts: list[str]) -> Iterator[Remark]:
    what = {place.kind for text in texts if text for place in guard.places(text)}
    if what:
        yield Remark("T25", Severity.ATTENTION, anchor, {"what": sorted(what)})
