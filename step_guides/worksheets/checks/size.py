"""Remarks on a theory of change that has grown too full to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.columns import CHAIN, column_of
from step_guides.worksheets.enums import Kind, NodeKind
from step_guides.worksheets.narrative import column_label
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import audience_of, by_uid, causal_links, of_kind

FEWEST_PAIRS, MOST_PERCENT = 9, 60
MOST_OUTCOMES, MOST_GROUPS, MOST_ELEMENTS = 5, 3, 25


@check("T18", Kind.THEORY_OF_CHANGE)
def all_leads_to_all(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark for the sheet, that names every two columns with too many links between them."""
    nodes = by_uid(snapshot)
    held = Counter(column_of(node) for node in nodes.values())
    drawn = Counter((column_of(nodes[link["source"]]), column_of(nodes[link["target"]])) for link in causal_links(snapshot))
    crowded = []
    for pair in combinations(CHAIN, 2):
        possible = held[pair[0]] * held[pair[1]]
        if possible >= FEWEST_PAIRS and 100 * drawn[pair] > MOST_PERCENT * possible:
            crowded.append(" → ".join(f"«\u00a0{column_label(column)}\u00a0»" for column in pair))
    if crowded:
        yield Remark("T18", Severity.SUGGESTION, "sheet", {"columns": ", ".join(crowded)})


@check("T19", Kind.THEORY_OF_CHANGE)
def too_much(snapshot: Snapshot) -> Iterator[Remark]:
    outcomes = of_kind(snapshot, NodeKind.OUTCOME)
    each = Counter(audience_of(node) for node in outcomes if audience_of(node))
    most = max(each.values(), default=0)
    groups = len({audience_of(node) for node in outcomes if node["priority"]} - {""})
    elements = len(snapshot.get("nodes", []))
    if most > MOST_OUTCOMES or groups > MOST_GROUPS or elements > MOST_ELEMENTS:
        yield Remark("T19", Severity.SUGGESTION, "sheet", {"elements": elements, "most": most, "groups": groups})
