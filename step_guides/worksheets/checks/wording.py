"""Remarks on wordings. Never exact, so always suggestions; accents are never stripped (« là où je vis » asks nothing twice)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import NodeKind
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import of_kind

_ACTIONS = (
    r"organis(?:er|ation)", r"animer", r"animation", r"mettre en place", r"mise en place", r"réaliser", r"proposer", r"tenir", r"ateliers?",
    r"séances?", r"entretiens?", r"réunions?", r"accompagner", r"accompagnements?", r"former", r"formations?", r"interventions?", r"intervenir",
    r"distribuer", r"distributions?", r"orienter", r"créer",
)  # fmt: skip
_CHANGES = (
    r"plus (?:de|d[’'])", r"moins (?:de|d[’'])", r"mieux", r"meilleur", r"augment", r"diminu", r"baiss", r"renforc", r"acqui", r"acquér",
    r"accéd", r"accèd", r"accès", r"retrouv", r"gagn", r"mainten", r"maintien", r"rédui", r"recul", r"progress", r"savent", r"sait\b", r"osent",
    r"connaissent", r"se sent", r"confiance", r"autonom", r"capable", r"reconn", r"chang", r"évolu", r"stable", r"durable", r"sort(?:ir|ent)\b",
)  # fmt: skip
ACTION = re.compile(rf"\b(?:{'|'.join(_ACTIONS)})\b", re.I)
CHANGE = re.compile(rf"\b(?:{'|'.join(_CHANGES)})", re.I)


def reads_as_activity(label: str) -> bool:
    """« Organiser des ateliers », but not « Les personnes osent venir aux ateliers »."""
    return bool(ACTION.search(label)) and not CHANGE.search(label)


@check("T12")
def activity_for_outcome(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, NodeKind.OUTCOME, NodeKind.IMPACT):
        if reads_as_activity(node["label"]):
            yield Remark("T12", Severity.SUGGESTION, f"node:{node['uid']}", {"label": node["label"]})
