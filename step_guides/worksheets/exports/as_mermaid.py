"""The theory as Mermaid text, to paste in another tool. Every sign that could mean something there is written by its number."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from step_guides.worksheets.columns import COLUMNS, column_of
from step_guides.worksheets.enums import LinkKind
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.naming import named, shown
from step_guides.worksheets.narrative import column_label
from step_guides.worksheets.theory import Piece, sound_links

ARROWS = {LinkKind.NECESSARY: "==>", LinkKind.HINDERS: "--x", LinkKind.FEEDBACK: "-.->", LinkKind.RESPONDS_TO: "-.->"}
NUMBERED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>%"})  # in the title, which is YAML
PLAIN = frozenset(" .,'’-!?")


def write(document: Document) -> bytes:
    return ("\n".join(_lines(document)) + "\n").encode()


def text(words: str) -> str:
    """« [a] » → « #91;a#93; ». One line: a break becomes a space."""
    return "".join(char if char.isalnum() or char in PLAIN else f"#{ord(char)};" for char in " ".join(words.split()))


def _lines(document: Document) -> Iterator[str]:
    nodes = sorted(document.snapshot["nodes"], key=lambda node: (node["position"], node["uid"]))
    names = {node["uid"]: f"n{number}" for number, node in enumerate(nodes, 1)}
    yield from ("---", f"title: {json.dumps(' '.join(document.about.split()), ensure_ascii=False).translate(NUMBERED)}", "---")
    yield "flowchart LR"
    for number, column in enumerate(COLUMNS, 1):
        held = [node for node in nodes if column_of(node) == column]
        if held:
            yield f'  subgraph c{number}["{text(column_label(column))}"]'
            yield from (f'    {names[node["uid"]]}["{_element(document, node)}"]' for node in held)
            yield "  end"
    for link in sound_links(document.snapshot):
        yield f"  {names[link['source']]} {ARROWS.get(link['kind'], '-->')}{_said(document, link)} {names[link['target']]}"


def _element(document: Document, node: Piece) -> str:
    """The wording, and for whom."""
    who = _(" (for: %(who)s)") % {"who": node["audience"]} if node["audience"] else ""
    return text(named("node", node, document.snapshot) + who)


def _said(document: Document, link: Piece) -> str:
    """What kind of link it is, where the arrow alone does not say it, and why it is believed."""
    kind = "" if link["kind"] == LinkKind.CONTRIBUTES else shown(document.spec.kind, "link", "kind", link["kind"])
    said = text(", ".join(filter(None, [kind, link["assumption"], *link.get("other_assumptions", "").splitlines()])))
    return f'|"{said}"|' if said else ""
