"""The theory in words: everything the picture shows, links and assumptions included. For reading aloud, and beside the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from step_guides.worksheets.columns import COLUMNS, column_of
from step_guides.worksheets.enums import Evidence, Horizon, LinkKind, NodeKind
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import Piece, by_uid, expects_assumption, kind_label, node_words, sound_links

_SAYS_WHY = re.compile(r"^(?:parce qu|à condition|car |si )", re.I)


@dataclass(frozen=True)
class Part:
    """A column or a band, and what it holds, each element in a sentence."""

    label: str
    lines: list[str]


def tell(snapshot: Snapshot) -> list[str]:
    """One sentence a link, from the means to the impact, then the elements that no link holds."""
    nodes = by_uid(snapshot)
    links = sorted(sound_links(snapshot), key=lambda link: (_place(nodes[link["source"]]), _place(nodes[link["target"]])))
    linked = {end for link in links for end in (link["source"], link["target"])}
    alone = sorted((node for node in nodes.values() if node["uid"] not in linked), key=_place)
    return [_sentence(link, nodes) for link in links] + [
        _("%(label)s (%(kind)s) is not linked to anything yet.")
        % {"label": quoted(node), "kind": _lower(kind_label(node["kind"]))}
        for node in alone
    ]


def outline(snapshot: Snapshot) -> list[Part]:
    """The elements by column, the chain first: with `tell`, the text version of the diagram."""
    parts = []
    for column in COLUMNS:
        held = sorted((node for node in snapshot.get("nodes", []) if column_of(node) == column), key=_place)
        if held:
            parts.append(Part(column_label(column), [described(node) for node in held]))
    return parts


def column_label(column: str) -> str:
    kind, _colon, horizon = column.partition(":")
    plural = node_words(kind).get("plural", kind)
    return f"{plural} ({Horizon(horizon).label})" if horizon else str(plural)


def described(node: Piece) -> str:
    """An element with what is said of it: for whom, when, whether it is final or a priority."""
    said = []
    if node["audience"]:
        said.append(_("for: %(who)s") % {"who": node["audience"]})
    if node["horizon_text"]:
        said.append(node["horizon_text"])
    if node["priority"]:
        said.append(_("priority"))
    if node["final"]:
        said.append(_("final outcome"))
    label = node["label"] or _("(no wording yet)")
    text = f"{label} ({', '.join(said)})" if said else label
    return f"{text}. {node['note']}" if node["note"] else text


def quoted(node: Piece) -> str:
    return f"«\u00a0{node['label'] or _('(no wording yet)')}\u00a0»"


def _place(node: Piece) -> tuple[int, int, str]:
    return COLUMNS.index(column_of(node)), node.get("position", 0), node["uid"]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(link: Piece, nodes: dict[str, Piece]) -> str:
    source, target = nodes[link["source"]], nodes[link["target"]]
    ends = {"source": quoted(source), "target": quoted(target)}
    kind = link["kind"]
    if kind == LinkKind.CONTRIBUTES and NodeKind.NEGATIVE_OUTCOME in (source["kind"], target["kind"]):
        text = _("%(source)s may lead to %(target)s") % ends
    elif kind == LinkKind.CONTRIBUTES:
        text = _("If %(source)s, then %(target)s") % ends
    elif kind == LinkKind.NECESSARY:
        text = _("Without %(source)s, no %(target)s") % ends
    elif kind == LinkKind.HINDERS:
        text = _("%(source)s hinders %(target)s") % ends
    elif kind == LinkKind.FEEDBACK:
        text = _("%(source)s acts back on %(target)s") % ends
    else:
        text = _("%(source)s answers the need %(target)s") % ends
    return f"{text}{_because(link, nodes)}{_evidence(link)}."


def _because(link: Piece, nodes: dict[str, Piece]) -> str:
    assumption = link["assumption"].strip().rstrip(".")
    if not assumption:
        return _(", because… (assumption to be written)") if expects_assumption(link, nodes) else ""
    if _SAYS_WHY.match(assumption):
        return f", {_lower(assumption)}"
    return _(", because: %(assumption)s") % {"assumption": _lower(assumption)}


def _evidence(link: Piece) -> str:
    return _(" (evidence: %(source)s)") % {"source": Evidence(link["evidence"]).label} if link["evidence"] else ""
