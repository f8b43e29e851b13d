"""Remarks on how the elements hang together. Exact: no guess about words."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import LinkKind, NodeKind
from step_guides.worksheets.help import kind_label
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import CAUSAL, DOING, Piece, by_uid, lacks_assumption, of_kind, sound_links

OUTSIDE_LOOPS = (LinkKind.FEEDBACK, LinkKind.RESPONDS_TO)


def words_of(node: Piece) -> str:
    return node["label"] or kind_label(node["kind"])


@check("T01")
def isolated(snapshot: Snapshot) -> Iterator[Remark]:
    linked = {end for link in sound_links(snapshot) for end in (link["source"], link["target"])}
    for node in snapshot.get("nodes", []):
        if node["uid"] not in linked:
            yield Remark("T01", Severity.ATTENTION, f"node:{node['uid']}", {"label": words_of(node)})


@check("T03")
def without_origin(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    led_to = {
        link["target"] for link in sound_links(snapshot) if link["kind"] in CAUSAL and nodes[link["source"]]["kind"] in DOING
    }
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if node["uid"] not in led_to:
            yield Remark("T03", Severity.ATTENTION, f"node:{node['uid']}", {"label": words_of(node)})


@check("T05")
def one_impact(snapshot: Snapshot) -> Iterator[Remark]:
    if "nodes" not in snapshot:
        return
    count = len(of_kind(snapshot, NodeKind.IMPACT))
    if count != 1:
        yield Remark("T05", Severity.SUGGESTION if count else Severity.ERROR, "sheet", {"count": count})


@check("T07")
def without_because(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in sound_links(snapshot):
        if lacks_assumption(link, nodes):
            ends = {"source": words_of(nodes[link["source"]]), "target": words_of(nodes[link["target"]])}
            yield Remark("T07", Severity.ATTENTION, f"link:{link['uid']}", ends)


@check("T08")
def loop(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark a knot of loops: the shortest way back to its first element, in the order of the sheet."""
    nodes = by_uid(snapshot)
    leads: dict[str, list[str]] = {uid: [] for uid in nodes}
    for link in sound_links(snapshot):
        if link["kind"] not in OUTSIDE_LOOPS:
            leads[link["source"]].append(link["target"])
    told: set[str] = set()
    for uid in nodes:
        path = _way_back(uid, leads) if uid not in told else None
        if path:
            told |= _knot(uid, leads)
            wording = " → ".join(f"«\u00a0{words_of(nodes[one])}\u00a0»" for one in path)
            yield Remark("T08", Severity.ERROR, f"node:{uid}", {"path": wording, "uids": path})


def _way_back(start: str, leads: dict[str, list[str]]) -> list[str] | None:
    """The shortest path from `start` to itself, both ends included."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in leads[here]:
            if there == start:
                path = [start, here] if here != start else [start]
                while here != start and came[here] != start:
                    here = came[here]
                    path.append(here)
                return [start, *reversed(path[1:]), start]
            if there not in came:
                came[there] = here
                waiting.append(there)
    return None


def _knot(start: str, leads: dict[str, list[str]]) -> set[str]:
    """Everything that `start` leads to and that leads back to it."""
    backwards: dict[str, list[str]] = {uid: [] for uid in leads}
    for uid, targets in leads.items():
        for target in targets:
            backwards[target].append(uid)
    return _reached(start, leads) & _reached(start, backwards)


def _reached(start: str, leads: dict[str, list[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for there in leads[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


@check("T10")
def for_whom(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if not node["audience"].strip():
            yield Remark("T10", Severity.ERROR, f"node:{node['uid']}", {"label": words_of(node)})


@check("T16")
def nothing_negative(snapshot: Snapshot) -> Iterator[Remark]:
    if "nodes" in snapshot and not of_kind(snapshot, NodeKind.NEGATIVE_OUTCOME):
        yield Remark("T16", Severity.ATTENTION, "sheet")


@check("T17")
def nothing_external(snapshot: Snapshot) -> Iterator[Remark]:
    if "nodes" in snapshot and not of_kind(snapshot, NodeKind.EXTERNAL_FACTOR):
        yield Remark("T17", Severity.ATTENTION, "sheet")
