"""Reading a snapshot of a theory of change: what its elements and links are to one another."""

from __future__ import annotations

from typing import Any

from step_guides.worksheets.enums import Kind, LinkKind, NodeKind
from step_guides.worksheets.words import Words, raw

CAUSAL = (LinkKind.CONTRIBUTES, LinkKind.NECESSARY)
DOING = (NodeKind.ACTIVITY, NodeKind.OUTPUT, NodeKind.OUTCOME)
CHANGE = (NodeKind.OUTCOME, NodeKind.IMPACT)

Piece = dict[str, Any]


def node_words(kind: str, sector: str = "") -> dict[str, str]:
    """{label, plural, frame, help, placeholder} of a kind of element. Empty for a kind that does not exist."""
    return dict(raw(Kind.THEORY_OF_CHANGE, sector)["kind"].get(kind, {}))


def kind_label(kind: str) -> str:
    return node_words(kind).get("label", kind)


def detail_words(key: str, sector: str = "") -> Words:
    """The words of a detail (`models/details.py`): {label, help, example}."""
    return Words(**raw(Kind.THEORY_OF_CHANGE, sector)["detail"][key])


def guided_questions(sector: str = "") -> dict[str, dict[str, Any]]:
    """{"q1": {question, help, example, makes}}, in order: what the guided start asks."""
    return dict(raw(Kind.THEORY_OF_CHANGE, sector)["guided"])


def words_of(node: Piece) -> str:
    return str(node["label"]) or kind_label(node["kind"])


def group(name: str) -> str:
    """The same however it is typed: « familles » and « Familles  » are one group."""
    return " ".join(name.casefold().split())


def audience_of(node: Piece) -> str:
    return group(node["audience"])


def groups_of(snapshot: dict[str, Any]) -> list[Piece]:
    """The stakeholders: {label, stance, category, anchor}, those of the needs first (no anchor here), then those written in the theory."""
    found = []
    for one in snapshot.get("upstream", {}).get("stakeholders", []):
        stance, _comma, category = one.get("traits", "").partition(",")
        found.append({"label": one["label"], "stance": stance, "category": category, "anchor": ""})
    known = {group(one["label"]) for one in found}
    for line in snapshot.get("tables", {}).get("stakeholder", []):
        if line.get("name") and group(line["name"]) not in known:
            about = {"stance": line.get("stance", ""), "category": "", "anchor": f"stakeholder:{line['uid']}"}
            found.append({"label": line["name"], **about})
    return found


def by_uid(snapshot: dict[str, Any]) -> dict[str, Piece]:
    return {node["uid"]: node for node in snapshot.get("nodes", [])}


def sound_links(snapshot: dict[str, Any]) -> list[Piece]:
    """Links whose two ends are there."""
    nodes = by_uid(snapshot)
    return [link for link in snapshot.get("links", []) if link["source"] in nodes and link["target"] in nodes]


def causal_links(snapshot: dict[str, Any]) -> list[Piece]:
    return [link for link in sound_links(snapshot) if link["kind"] in CAUSAL]


def targets_by_source(snapshot: dict[str, Any], links: list[Piece]) -> dict[str, list[str]]:
    """Each element, and those that these links lead to from it."""
    leads: dict[str, list[str]] = {uid: [] for uid in by_uid(snapshot)}
    for link in links:
        leads[link["source"]].append(link["target"])
    return leads


def reached(start: str, leads: dict[str, list[str]]) -> set[str]:
    """What one comes to from `start`; itself only if a way leads back to it."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for there in leads[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def of_kind(snapshot: dict[str, Any], *kinds: str) -> list[Piece]:
    return [node for node in snapshot.get("nodes", []) if node["kind"] in kinds]


def expects_assumption(link: Piece, nodes: dict[str, Piece]) -> bool:
    """A causal link to a change: the « parce que » that can fail."""
    return link["kind"] in CAUSAL and nodes[link["source"]]["kind"] in DOING and nodes[link["target"]]["kind"] in CHANGE


def lacks_assumption(link: Piece, nodes: dict[str, Piece]) -> bool:
    return expects_assumption(link, nodes) and not link["assumption"].strip()
