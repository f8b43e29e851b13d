"""Remarks on wordings. Never exact, so always suggestions; accents are never stripped (« là où je vis » asks nothing twice)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from step_guides.worksheets.checks.remarks import Remark, Severity, check
from step_guides.worksheets.enums import Kind, NodeKind
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import CHANGE, Piece, of_kind, words_of

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
_NUMBERS = (
    r"deux", r"trois", r"quatre", r"cinq", r"six", r"sept", r"huit", r"neuf", r"dix", r"douze", r"quinze", r"vingt", r"trente", r"quarante",
    r"cinquante", r"soixante", r"cent", r"mille", r"(?:diz|douz|quinz|vingt|trent|cinquant|cent)aines?", r"nombres?",
)  # fmt: skip
_VAGUE = (
    r"favoris(?:er|e|ent)", r"contribu(?:er|e|ent)", r"sensibilis(?:er|e|ent)", r"amélior(?:er|e|ent) (?:la|leur|sa) situation",
    r"accompagn(?:er|e|ent)", r"soutenir", r"soutient", r"soutiennent", r"promouvoir", r"promeut", r"promeuvent", r"impact(?:er|ent)",
    r"valoris(?:er|e|ent)",
)  # fmt: skip
ACTION = re.compile(rf"\b(?:{'|'.join(_ACTIONS)})\b", re.I)
CHANGE_MARKER = re.compile(rf"\b(?:{'|'.join(_CHANGES)})", re.I)
COUNTED = re.compile(rf"\d|\b(?:{'|'.join(_NUMBERS)})\b", re.I)
TWO_IDEAS = re.compile(r"\bet\b|[;/]", re.I)
VAGUE = re.compile(rf"\b(?:{'|'.join(_VAGUE)})\b", re.I)
FEWEST_WORDS = 3


def _suggest(code: str, node: Piece, **more: str) -> Remark:
    return Remark(code, Severity.SUGGESTION, f"node:{node['uid']}", {"label": words_of(node), **more})


def reads_as_activity(label: str) -> bool:
    """« Organiser des ateliers », but not « Les personnes osent venir aux ateliers »."""
    return bool(ACTION.search(label)) and not CHANGE_MARKER.search(label)


@check("T12", Kind.THEORY_OF_CHANGE)
def activity_for_outcome(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, *CHANGE):
        if reads_as_activity(node["label"]):
            yield _suggest("T12", node)


@check("T13", Kind.THEORY_OF_CHANGE)
def not_counted(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, NodeKind.OUTPUT):
        if node["label"].strip() and not COUNTED.search(node["label"]):
            yield _suggest("T13", node)


@check("T14", Kind.THEORY_OF_CHANGE)
def two_in_one(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, NodeKind.OUTCOME):
        if TWO_IDEAS.search(node["label"]):
            yield _suggest("T14", node)


@check("T15", Kind.THEORY_OF_CHANGE)
def vague_verb(snapshot: Snapshot) -> Iterator[Remark]:
    for node in of_kind(snapshot, *CHANGE):
        if found := VAGUE.search(node["label"]):
            yield _suggest("T15", node, verb=found[0].lower())


@check("T23", Kind.THEORY_OF_CHANGE)
def very_short(snapshot: Snapshot) -> Iterator[Remark]:
    """Too long cannot be written: the field stops at 120 characters. Nothing yet is not a wording."""
    for node in snapshot.get("nodes", []):
        if 0 < len(node["label"].split()) < FEWEST_WORDS:
            yield _suggest("T23", node)
