"""Remarks on the links of a theory of change: what one leads to, why, over what distance and in which direction. Exact."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.columns import CHAIN, column_of
from step_guides.worksheets.enums import Horizon, Kind, LinkKind, NodeKind
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import (
    Piece,
    by_uid,
    causal_links,
    lacks_assumption,
    reached,
    sound_links,
    targets_by_source,
    words_of,
)

OUTSIDE_LOOPS = (LinkKind.FEEDBACK, LinkKind.RESPONDS_TO)
LONG_JUMP = 3  # columns
OUTCOMES = [CHAIN.index(f"{NodeKind.OUTCOME}:{horizon}") for horizon in Horizon.values]
WORDS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "six": 6, "neuf": 9, "dix-huit": 18}
NUMBER = re.compile(rf"\d+(?:[.,]\d+)?|\b(?:{'|'.join(WORDS)})\b", re.I)
UNIT = re.compile(r"[ \u00a0\u202f]*(semaines?|mois|années?|ans?)\b", re.I)
MONTHS = {"s": 0.25, "m": 1, "a": 12}


def _about(code: str, severity: Severity, link: Piece, nodes: dict[str, Piece]) -> Remark:
    ends = {"source": words_of(nodes[link["source"]]), "target": words_of(nodes[link["target"]])}
    return Remark(code, severity, f"link:{link['uid']}", ends)


@check("T06", Kind.THEORY_OF_CHANGE)
def long_jump(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in causal_links(snapshot):
        steps = steps_of(link, nodes)
        if steps and min(steps) >= LONG_JUMP and not link["assumption"].strip():
            yield _about("T06", Severity.ATTENTION, link, nodes)


@check("T07", Kind.THEORY_OF_CHANGE)
def without_because(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in sound_links(snapshot):
        if lacks_assumption(link, nodes):
            yield _about("T07", Severity.ATTENTION, link, nodes)


@check("T08", Kind.THEORY_OF_CHANGE)
def loop(snapshot: Snapshot) -> Iterator[Remark]:
    """One remark a knot of loops: the shortest way back to its first element, in the order of the sheet."""
    nodes = by_uid(snapshot)
    leads = targets_by_source(snapshot, [link for link in sound_links(snapshot) if link["kind"] not in OUTSIDE_LOOPS])
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
    return {start} | (reached(start, leads) & reached(start, backwards))


@check("T09", Kind.THEORY_OF_CHANGE)
def backward(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in causal_links(snapshot):
        steps = steps_of(link, nodes)
        if steps and max(steps) < 0:
            yield _about("T09", Severity.ATTENTION, link, nodes)


@check("T21", Kind.THEORY_OF_CHANGE)
def without_evidence(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in sound_links(snapshot):
        if link["assumption"].strip() and not (link["evidence"] or link.get("other_evidence")):
            yield _about("T21", Severity.SUGGESTION, link, nodes)


@check("T30", Kind.THEORY_OF_CHANGE)
def sooner_than_its_cause(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    for link in causal_links(snapshot):
        before, after = (nodes[link[end]]["horizon_text"] for end in ("source", "target"))
        first, then = months(before), months(after)
        if first is not None and then is not None and then < first:
            remark = _about("T30", Severity.ATTENTION, link, nodes)
            yield Remark(remark.code, remark.severity, remark.anchor, {**remark.params, "before": before, "after": after})


def steps_of(link: Piece, nodes: dict[str, Piece]) -> list[int]:
    """How many columns the link crosses, negative when it goes back. An outcome without horizon may stand in any column of outcomes,
    hence several answers; none when an end stands beside the chain."""
    return [to - start for start in _places(nodes[link["source"]]) for to in _places(nodes[link["target"]])]


def _places(node: Piece) -> list[int]:
    if node["kind"] == NodeKind.OUTCOME and not node["horizon"]:
        return OUTCOMES
    column = column_of(node)
    return [CHAIN.index(column)] if column in CHAIN else []


def months(text: str) -> float | None:
    """« 6 mois », « deux ans », « au bout de 3 semaines ». Nothing when several numbers are told, or none that is understood."""
    numbers = list(NUMBER.finditer(text))
    unit = UNIT.match(text, numbers[0].end()) if len(numbers) == 1 and "demi" not in text else None
    if not unit:
        return None
    number = numbers[0][0].lower()
    return (WORDS[number] if number in WORDS else float(number.replace(",", "."))) * MONTHS[unit[1][0].lower()]
