"""« Voir un exemple rempli »: a whole theory of change of a fictional organisation, as a snapshot."""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.help import SEEDS
from step_guides.worksheets.snapshots import Snapshot

_IDS = uuid.UUID("6a5f0c52-3a0e-4d6f-9a27-0c1f64d1b7aa")
_TEXTS = {"title": "title", "scope": "scope", "narrative_intro": "introduction"}
_LISTS = {"contributors": "contributors", "doubts": "doubts", "plain_version": "plain_version"}


@dataclass(frozen=True)
class Example:
    organisation: str  # with its visible mention « (exemple fictif) »
    title: str
    snapshot: Snapshot
    stakeholders: tuple[str, ...]
    critical_assumptions: tuple[tuple[str, str], ...]  # (what one assumes, how one could test it)


@cache
def filled_example() -> Example:
    raw = tomllib.loads((SEEDS / "example.toml").read_text(encoding="utf-8"))
    critical = tuple((one["text"], one["test"]) for one in raw["critical_assumptions"])
    entries = {key: raw[name] for key, name in _TEXTS.items()}
    entries |= {key: "\n".join(f"- {line}" for line in raw[name]) for key, name in _LISTS.items()}
    entries["critical_assumptions"] = "\n".join(f"- {text}\n  {test}" for text, test in critical)
    nodes = [_node(one, position) for position, one in enumerate(raw["node"], 1)]
    links = [_link(one) for one in raw["link"]]
    snapshot = {"v": 1, "kind": str(Kind.THEORY_OF_CHANGE), "entries": entries, "nodes": nodes, "links": links, "dismissals": []}
    return Example(raw["organisation"], raw["title"], snapshot, tuple(one["name"] for one in raw["stakeholder"]), critical)


def _uid(name: str) -> str:
    return str(uuid.uuid5(_IDS, name))


def _node(one: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        "uid": _uid(one["id"]), "kind": one["kind"], "label": one["label"], "note": one.get("note", ""), "audience": one.get("stakeholder", ""),
        "horizon": one.get("horizon", ""), "horizon_text": one.get("horizon_text", ""), "final": one.get("final", False),
        "priority": one.get("priority", False), "position": position,
    }  # fmt: skip


def _link(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": _uid(f"{one['source']}→{one['target']}"), "source": _uid(one["source"]), "target": _uid(one["target"]), "kind": one["kind"],
        "assumption": one.get("assumption", ""), "evidence": one.get("evidence", ""), "confidence": one.get("confidence"),
    }  # fmt: skip
