"""The two reference theories, as snapshots: a sound one and a faulty one. All of it is fictional, the telephone number too."""

from __future__ import annotations

import uuid
from typing import Any

from step_guides.worksheets.snapshots import Snapshot

PS, FAM = "Personnes sortant de détention", "Familles"


def uid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def node(name: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    blank = {"note": "", "audience": "", "horizon": "", "horizon_text": "", "final": False, "priority": False, "position": 0}
    return {"uid": uid(name), "kind": kind, "label": label, **blank, **more}


def link(source: str, target: str, assumption: str = "", kind: str = "contributes", **more: Any) -> dict[str, Any]:
    blank = {"evidence": "", "confidence": None}
    name = f"{source}→{target}"
    return {
        "uid": uid(name),
        "source": uid(source),
        "target": uid(target),
        "kind": kind,
        "assumption": assumption,
        **blank,
        **more,
    }


def theory(nodes: list[dict], links: list[dict], **entries: str) -> Snapshot:
    for position, one in enumerate(nodes, 1):
        one["position"] = position
    return {"v": 1, "kind": "theory_of_change", "entries": entries, "nodes": nodes, "links": links, "dismissals": []}


def with_groups(document: Snapshot, *measured: str) -> Snapshot:
    """PS and FAM stand in the needs, and these elements have an indicator."""
    groups = [{"uid": uid(name), "label": name, "note": "", "traits": "benefits,people"} for name in (PS, FAM)]
    heard = [{"uid": uid("heard"), "label": PS, "note": ""}]
    indicators = [{"uid": uid(name), "label": f"Indicateur {name}", "note": ""} for name in measured]
    return {**document, "upstream": {"stakeholders": groups, "listened": heard, "measured": indicators}}


def sound() -> Snapshot:
    """Measured by i1 and i2, as in the reference."""
    document = _sound()
    return with_groups(document, "e1", "e3")


def _sound() -> Snapshot:
    return theory(
        [
            node("b1", "need", "À leur sortie, une partie des personnes détenues n'a ni logement ni contact d'appui"),
            node("r1", "resource", "2 accompagnateurs à temps plein"),
            node("a1", "activity", "Rendez-vous individuels avant et après la sortie"),
            node("a2", "activity", "Ateliers collectifs sur les démarches"),
            node("o1", "output", "60 personnes suivies pendant 6 mois"),
            node("o2", "output", "24 ateliers tenus"),
            node(
                "e1",
                "outcome",
                "Les personnes connaissent leurs droits",
                audience=PS,
                horizon="short",
                horizon_text="3 mois",
                priority=True,
            ),
            node(
                "e2",
                "outcome",
                "Les personnes ont au moins un contact d'appui et peuvent le joindre",
                audience=PS,
                horizon="short",
                horizon_text="3 mois",
            ),
            node(
                "e3",
                "outcome",
                "Les personnes accèdent à un logement stable",
                audience=PS,
                horizon="medium",
                horizon_text="12 mois",
                priority=True,
            ),
            node(
                "e4", "outcome", "Les familles retrouvent un lien régulier", audience=FAM, horizon="long", horizon_text="18 mois"
            ),
            node("im", "impact", "Moins de récidive sur le territoire"),
            node("n1", "negative_outcome", "Dépendance vis-à-vis de l'accompagnateur"),
            node("x1", "external_factor", "Tension du parc de logements"),
        ],
        [
            link("im", "b1", kind="responds_to"),
            link("r1", "a1"),
            link("r1", "a2"),
            link("a1", "o1"),
            link("a2", "o2"),
            link("o1", "e2", "La confiance se construit en 6 mois", evidence="team"),
            link("o2", "e1", "Le format collectif convient", evidence="team"),
            link("e1", "e3", "Des logements existent", evidence="intuition"),
            link("e2", "e3", "L'appui aide à constituer le dossier", evidence="external_study"),
            link("e3", "e4", "Le logement permet de recevoir", evidence="intuition"),
            link("e4", "im", "Le lien protège", evidence="external_study"),
            link("a1", "n1"),
            link("x1", "e3", kind="hinders"),
        ],
    )


def faulty() -> Snapshot:
    return with_groups(_faulty())


def _faulty() -> Snapshot:
    return theory(
        [
            node("b1", "need", "Récidive"),
            node("r1", "resource", "Local"),
            node("a1", "activity", "Ateliers CV"),
            node("a2", "activity", "Parrainage"),
            node("o1", "output", "Des ateliers"),
            node("e1", "outcome", "Organiser des ateliers pour les personnes", horizon="short", priority=True),
            node("e2", "outcome", "Favoriser la confiance et l'insertion", audience=PS, horizon="medium", horizon_text="1 an"),
            node("e3", "outcome", "Favoriser la confiance et linsertion", audience=PS, horizon="medium", horizon_text="1 an"),
            node(
                "e4",
                "outcome",
                "M. Exemple retrouve un emploi (06 39 98 00 01)",
                audience=PS,
                horizon="long",
                horizon_text="2 ans",
            ),
        ],
        [link("a1", "o1"), link("o1", "e4"), link("e2", "e1"), link("e1", "e2")],
    )
