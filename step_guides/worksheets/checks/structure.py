"""Remarks on what a theory of change holds, and on elements that nothing leads to or that lead nowhere. Exact: no guess about words."""

from __future__ import annotations

from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Kind, NodeKind, OutcomeScale
from step_guides.worksheets.models.needs import Category, Stance
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import (
    CHANGE,
    DOING,
    Piece,
    audience_of,
    by_uid,
    causal_links,
    group,
    groups_of,
    of_kind,
    reached,
    sound_links,
    targets_by_source,
    words_of,
)


def _about(code: str, severity: Severity, node: Piece) -> Remark:
    return Remark(code, severity, f"node:{node['uid']}", {"label": words_of(node)})


@check("T01", Kind.THEORY_OF_CHANGE)
def isolated(snapshot: Snapshot) -> Iterator[Remark]:
    linked = {end for link in sound_links(snapshot) for end in (link["source"], link["target"])}
    for node in snapshot.get("nodes", []):
        if node["uid"] not in linked:
            yield _about("T01", Severity.ATTENTION, node)


@check("T02", Kind.THEORY_OF_CHANGE)
def without_product(snapshot: Snapshot) -> Iterator[Remark]:
    """An activity may lead to another one: what counts is what comes out in the end."""
    produced = {node["uid"] for node in of_kind(snapshot, NodeKind.OUTPUT, NodeKind.OUTCOME)}
    leads = targets_by_source(snapshot, causal_links(snapshot))
    for node in of_kind(snapshot, NodeKind.ACTIVITY):
        if not produced & reached(node["uid"], leads):
            yield _about("T02", Severity.ATTENTION, node)


@check("T03", Kind.THEORY_OF_CHANGE)
def without_origin(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    led_to = {link["target"] for link in causal_links(snapshot) if nodes[link["source"]]["kind"] in DOING}
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if node["uid"] not in led_to:
            yield _about("T03", Severity.ATTENTION, node)


@check("T04", Kind.THEORY_OF_CHANGE)
def without_sequel(snapshot: Snapshot) -> Iterator[Remark]:
    nodes = by_uid(snapshot)
    followed = {link["source"] for link in causal_links(snapshot) if nodes[link["target"]]["kind"] in CHANGE}
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if node["uid"] not in followed and not node["final"]:
            yield _about("T04", Severity.ATTENTION, node)


@check("T05", Kind.THEORY_OF_CHANGE)
def one_impact(snapshot: Snapshot) -> Iterator[Remark]:
    count = len(of_kind(snapshot, NodeKind.IMPACT))
    if count != 1:
        yield Remark("T05", Severity.SUGGESTION if count else Severity.ERROR, "sheet", {"count": count})


@check("T10", Kind.THEORY_OF_CHANGE)
def for_whom(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if not node["audience"].strip():
            yield _about("T10", Severity.ERROR, node)


@check("T16", Kind.THEORY_OF_CHANGE)
def nothing_negative(snapshot: Snapshot) -> Iterator[Remark]:
    if not of_kind(snapshot, NodeKind.NEGATIVE_OUTCOME):
        yield Remark("T16", Severity.ATTENTION, "sheet")


@check("T17", Kind.THEORY_OF_CHANGE)
def nothing_external(snapshot: Snapshot) -> Iterator[Remark]:
    if not of_kind(snapshot, NodeKind.EXTERNAL_FACTOR):
        yield Remark("T17", Severity.ATTENTION, "sheet")


@check("T20", Kind.THEORY_OF_CHANGE)
def unanswered_need(snapshot: Snapshot) -> Iterator[Remark]:
    """Any link with a change will do, whatever its kind and its direction."""
    nodes = by_uid(snapshot)
    answered = {
        end
        for link in sound_links(snapshot)
        for end, other in ((link["source"], link["target"]), (link["target"], link["source"]))
        if nodes[other]["kind"] in CHANGE
    }
    for node in of_kind(snapshot, NodeKind.NEED):
        if node["uid"] not in answered:
            yield _about("T20", Severity.ATTENTION, node)


@check("T26", Kind.THEORY_OF_CHANGE)
def by_when(snapshot: Snapshot) -> Iterator[Remark]:
    """« À court terme » places the outcome in its column; « 6 mois » says when one may look for it."""
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if not (node["horizon"] and node["horizon_text"].strip()):
            yield _about("T26", Severity.ATTENTION, node)


@check("T27", Kind.THEORY_OF_CHANGE)
def unused_resource(snapshot: Snapshot) -> Iterator[Remark]:
    used = {link["source"] for link in causal_links(snapshot)}
    for node in of_kind(snapshot, NodeKind.RESOURCE):
        if node["uid"] not in used:
            yield _about("T27", Severity.SUGGESTION, node)


@check("T22", Kind.THEORY_OF_CHANGE)
def stakeholder_without_outcome(snapshot: Snapshot) -> Iterator[Remark]:
    """Those who benefit, once outcomes are written; who only contributes needs none. A group of the needs has no row here: they are named
    together."""
    reached = {audience_of(node) for node in of_kind(snapshot, NodeKind.OUTCOME)}
    without = [one for one in groups_of(snapshot) if one["stance"] != Stance.CONTRIBUTES and group(one["label"]) not in reached]
    if reached:
        for one in without:
            if one["anchor"]:
                yield Remark("T22", Severity.ATTENTION, one["anchor"], {"names": _quoted([one])})
        if upstream := [one for one in without if not one["anchor"]]:
            yield Remark("T22", Severity.ATTENTION, "sheet", {"names": _quoted(upstream)})


def _quoted(groups: list[Piece]) -> str:
    return ", ".join(f"«\u00a0{one['label']}\u00a0»" for one in groups)


@check("T28", Kind.THEORY_OF_CHANGE)
def near_and_far(snapshot: Snapshot) -> Iterator[Remark]:
    """Once the scale of an outcome is said: principle 6 of DEVISUS asks for both ends."""
    scales = {node.get("scale", "") for node in of_kind(snapshot, NodeKind.OUTCOME)} - {""}
    missing = [str(one.label) for one in (OutcomeScale.MICRO, OutcomeScale.MACRO) if one not in scales]
    if scales and missing:
        yield Remark("T28", Severity.SUGGESTION, "sheet", {"missing": ", ".join(f"«\u00a0{one}\u00a0»" for one in missing)})


@check("T29", Kind.THEORY_OF_CHANGE)
def outcomes_of_people_nobody_heard(snapshot: Snapshot) -> Iterator[Remark]:
    """The people concerned, as the needs name them, to whom outcomes are lent while no listening is noted there."""
    if snapshot.get("upstream", {}).get("listened"):
        return
    reached = {audience_of(node) for node in of_kind(snapshot, NodeKind.OUTCOME)}
    unheard = [one for one in groups_of(snapshot) if one["category"] == Category.PEOPLE and group(one["label"]) in reached]
    if unheard:
        yield Remark("T29", Severity.ATTENTION, "sheet", {"names": _quoted(unheard)})
