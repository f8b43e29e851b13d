"""A theory of change of 60 elements and 100 links, as a busy organisation writes one: made the same at every run, its labels long."""

from __future__ import annotations

import random
import uuid
from typing import Any

ELEMENTS, LINKS = 60, 100
COLUMNS = (
    ("need", ""), ("resource", ""), ("activity", ""), ("output", ""), ("outcome", "short"), ("outcome", "medium"), ("outcome", "long"),
    ("impact", ""), ("negative_outcome", ""), ("external_factor", ""),
)  # fmt: skip
SHARES = (3, 6, 10, 9, 10, 8, 5, 1, 4, 4)  # of each column, 60 in all
SUBJECTS = (
    "Les personnes accompagnées",
    "Les familles",
    "Les jeunes accueillis",
    "Les partenaires du territoire",
    "Les bénévoles",
)
VERBS = ("savent à qui demander de l’aide", "retrouvent un lien régulier", "osent prendre la parole", "accèdent à un logement stable",
         "préparent la suite avec l’équipe", "comprennent leurs droits")  # fmt: skip


def theory(elements: int = ELEMENTS, links: int = LINKS, *, seed: int = 7) -> dict[str, Any]:
    """A snapshot. Most links go to a next column, one in six further, some come from beside the chain."""
    chance = random.Random(seed)
    nodes = [_node(chance, number, *column) for number, column in enumerate(_columns(elements), 1)]
    chain = [one for one in nodes if one["kind"] not in ("need", "negative_outcome", "external_factor")]
    rank = {one["uid"]: COLUMNS.index((one["kind"], one.get("horizon", ""))) for one in nodes}
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    while len(pairs) < links:
        source = chance.choice(nodes)
        step = 1 if chance.random() < 5 / 6 else chance.choice((2, 3))
        wanted = [one for one in chain if rank[one["uid"]] == rank[source["uid"]] + step] or chain
        target = chance.choice(nodes if source not in chain or chance.random() < 0.08 else wanted)
        if source is not target:
            pairs.setdefault((source["uid"], target["uid"]), _link(chance, source, target))
    return {"v": 1, "kind": "theory_of_change", "entries": {"title": "Une grande théorie"}, "nodes": nodes, "links": list(pairs.values()),
            "tables": {"stakeholder": []}, "upstream": {}, "dismissals": []}  # fmt: skip


def _columns(elements: int) -> list[tuple[str, str]]:
    found = [column for column, share in zip(COLUMNS, SHARES, strict=True) for _ in range(share)]
    return [found[number * len(found) // elements] for number in range(elements)]


def _uid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _node(chance: random.Random, number: int, kind: str, horizon: str) -> dict[str, Any]:
    subject = chance.choice(SUBJECTS)
    months = {"short": 6, "medium": 12, "long": 24}.get(horizon)
    return {
        "uid": _uid(chance), "kind": kind, "label": f"{subject} {chance.choice(VERBS)}, {number}", "note": "Une note de quelques mots, pour mémoire.",
        "audience": subject if kind in ("need", "outcome", "negative_outcome") else "", "horizon": horizon,
        "horizon_text": f"{months} mois" if months else "", "final": False, "priority": bool(horizon) and chance.random() < 0.2, "position": number,
    }  # fmt: skip


def _link(chance: random.Random, source: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    kind = (
        "responds_to"
        if target["kind"] == "need"
        else "hinders"
        if source["kind"] in ("negative_outcome", "external_factor")
        else "contributes"
    )
    why = "parce que revoir la même personne chaque semaine installe la confiance" if chance.random() < 0.8 else ""
    return {"uid": _uid(chance), "source": source["uid"], "target": target["uid"], "kind": kind, "assumption": why,
            "evidence": "team" if why else "", "confidence": 2 if why else None}  # fmt: skip
