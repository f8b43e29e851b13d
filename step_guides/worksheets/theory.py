"""Reading a snapshot of a theory of change: what its elements and links are to one another."""

from __future__ import annotations

from typing import Any

from step_guides.worksheets.enums import LinkKind, NodeKind

CAUSAL = (LinkKind.CONTRIBUTES, LinkKind.NECESSARY)
DOING = (NodeKind.ACTIVITY, NodeKind.OUTPUT, NodeKind.OUTCOME)
CHANGE = (NodeKind.OUTCOME, NodeKind.IMPACT)

Piece = dict[str, Any]


def by_uid(snapshot: dict[str, Any]) -> dict[str, Piece]:
    return {node["uid"]: node for node in snapshot.get("nodes", [])}


def sound_links(snapshot: dict[str, Any]) -> list[Piece]:
    """Links whose two ends are there."""
    nodes = by_uid(snapshot)
    return [link for link in snapshot.get("links", []) if link["source"] in nodes and link["target"] in nodes]


def of_kind(snapshot: dict[str, Any], *kinds: str) -> list[Piece]:
    return [node for node in snapshot.get("nodes", []) if node["kind"] in kinds]


def expects_assumption(link: Piece, nodes: dict[str, Piece]) -> bool:
    """A causal link to a change: the « parce que » that can fail."""
    return link["kind"] in CAUSAL and nodes[link["source"]]["kind"] in DOING and nodes[link["target"]]["kind"] in CHANGE


def lacks_assumption(link: Piece, nodes: dict[str, Piece]) -> bool:
    return expects_assumption(link, nodes) and not link["assumption"].strip()
