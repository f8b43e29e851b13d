"""What changed between two versions of a theory of 60 elements and 100 links, words woven; beside reading the two from JSON."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from tests.bench.measure import Effort, Figure, at_most, best_cpu

if TYPE_CHECKING:
    from tests.bench.site import Site

NODES, LINKS = 60, 100
KINDS = [
    "resource",
    "activity",
    "output",
    "outcome",
    "outcome",
    "outcome",
    "impact",
    "need",
    "negative_outcome",
    "external_factor",
]


def measure(site: Site, effort: Effort) -> list[Figure]:
    from step_guides.worksheets.diff import compare

    old, new = versions()
    texts = [json.dumps(one) for one in (old, new)]

    def ours() -> list[Any]:
        diff = compare(old, new)
        return [field.parts() for change in diff.changed for field in change.fields] + [link.parts for link in diff.relinked]

    def reading() -> list[Any]:
        return [json.loads(one) for one in texts]

    if len(ours()) < 20:
        raise RuntimeError("the two versions hardly differ")
    cpu, floor = best_cpu(ours, reading, rounds=effort.documents)
    return [at_most("version_diff", round(cpu, 2), 30, unit="ms of CPU", floor=round(floor, 3))]


def versions() -> tuple[dict[str, Any], dict[str, Any]]:
    """Of each ten elements: three reworded, one removed, one added; of each ten links, one relinked."""
    uids = [str(uuid.UUID(int=n + 1)) for n in range(NODES + LINKS)]
    nodes = [
        _node(uids[n], KINDS[n % len(KINDS)], f"Les personnes accueillies font le pas numéro {n} avec leurs proches", n)
        for n in range(NODES)
    ]
    pairs = [(n % NODES, (7 * n + 3 + n // NODES) % NODES) for n in range(LINKS)]
    links = [_link(uids[NODES + n], uids[a], uids[b], f"parce que le pas {n} tient") for n, (a, b) in enumerate(pairs)]
    old = {
        "v": 1,
        "kind": "theory_of_change",
        "entries": {"title": "Une théorie"},
        "nodes": nodes,
        "links": links,
        "dismissals": [],
    }
    after = [
        one | {"label": one["label"].replace("font le pas", "franchissent l’étape")} if n % 10 in (1, 4, 7) else one
        for n, one in enumerate(nodes)
        if n % 10 != 9
    ]
    after += [_node(str(uuid.UUID(int=1000 + n)), "activity", f"Une activité de plus, la {n}", NODES + n) for n in range(6)]
    held = {one["uid"] for one in after}
    moved = [one | {"target": uids[0]} if n % 10 == 5 and one["source"] != uids[0] else one for n, one in enumerate(links)]
    return old, old | {"nodes": after, "links": [one for one in moved if one["source"] in held and one["target"] in held]}


def _node(uid: str, kind: str, label: str, position: int) -> dict[str, Any]:
    said = {
        "uid": uid,
        "kind": kind,
        "label": label,
        "note": "Une note de deux lignes, pour mémoire. " * 3,
        "audience": "familles",
    }
    return said | {"horizon": "", "horizon_text": "", "final": False, "priority": False, "position": position}


def _link(uid: str, source: str, target: str, assumption: str) -> dict[str, Any]:
    said = {"uid": uid, "source": source, "target": target, "kind": "contributes", "assumption": assumption}
    return said | {"evidence": "team", "confidence": 2}
