"""A sheet to read: a version that was sent, the filled example, a page to print. Made from a snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from step_guides.worksheets.checks import dismissed_remarks
from step_guides.worksheets.checks.texts import Said, say
from step_guides.worksheets.columns import COLUMNS, column_of
from step_guides.worksheets.diff import shown
from step_guides.worksheets.help import help_texts
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.narrative import Part, column_label, outline, tell
from step_guides.worksheets.presenters.rows import FIRST_FIELDS, TOLD, dom
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import sound_links


@dataclass(frozen=True)
class ReadLink:
    anchor: str
    kind: str
    target: str
    target_dom: str
    assumption: str
    evidence: str
    confidence: str

    @property
    def dom(self) -> str:
        return dom(self.anchor)


@dataclass(frozen=True)
class ReadNode:
    anchor: str
    row: dict[str, Any]
    links: list[ReadLink] = field(default_factory=list)

    @property
    def dom(self) -> str:
        return dom(self.anchor)


@dataclass(frozen=True)
class ReadText:
    anchor: str
    label: str
    text: str

    @property
    def dom(self) -> str:
        return dom(self.anchor)


@dataclass(frozen=True)
class Frozen:
    document: Snapshot
    title: str
    before: list[ReadText]
    intro: str
    columns: list[tuple[str, list[ReadNode]]]
    after: list[ReadText]
    set_aside: list[tuple[Said, str]]
    diagram: SafeString | str = ""

    @property
    def sentences(self) -> list[str]:
        return tell(self.document)

    @property
    def parts(self) -> list[Part]:
        return outline(self.document)


def freeze(document: Snapshot, *, diagram: SafeString | str = "") -> Frozen:
    spec, entries = spec_of(document["kind"]), document.get("entries", {})
    words = help_texts()["field"]
    texts = [
        ReadText(f"field:{one.key}", words.get(one.key, {}).get("label") or str(one.label), entries[one.key])
        for one in spec.fields
        if entries.get(one.key) and one.key not in ("title", TOLD)
    ]
    first = [one for one in texts if one.anchor.partition(":")[2] in FIRST_FIELDS]
    nodes = {
        node["uid"]: ReadNode(f"node:{node['uid']}", node)
        for node in sorted(document.get("nodes", []), key=lambda one: one["position"])
    }
    for link in sound_links(document):
        nodes[link["source"]].links.append(_link(link, nodes[link["target"]].row))
    held = [(column, [node for node in nodes.values() if column_of(node.row) == column]) for column in COLUMNS]
    return Frozen(
        document=document,
        title=entries.get("title") or str(spec.title),
        before=first,
        intro=entries.get(TOLD, ""),
        columns=[(column_label(column), found) for column, found in held if found],
        after=[one for one in texts if one not in first],
        set_aside=[(say(remark), reason) for remark, reason in dismissed_remarks(document)],
        diagram=diagram,
    )


def _link(link: dict[str, Any], target: dict[str, Any]) -> ReadLink:
    words = {name: shown("link", name, link.get(name)) for name in ("kind", "evidence", "confidence")}
    return ReadLink(
        f"link:{link['uid']}", target=target["label"], target_dom=f"node-{target['uid']}", assumption=link["assumption"], **words
    )
