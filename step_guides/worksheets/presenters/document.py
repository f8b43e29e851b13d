"""A sheet to read: a version that was sent, the filled example, a page to print. Made from a snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from step_guides.worksheets.checks import dismissed_remarks
from step_guides.worksheets.checks.texts import Said, say
from step_guides.worksheets.columns import COLUMNS, column_of
from step_guides.worksheets.diagram import draw
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models.details import RULES_OF_LINKS, RULES_OF_NODES
from step_guides.worksheets.naming import label_of, shown
from step_guides.worksheets.narrative import Part, column_label, outline, says_why, tell
from step_guides.worksheets.presenters.document_form import FrozenForm, ReadTable, freeze_form, read_table
from step_guides.worksheets.presenters.editor_row import dom
from step_guides.worksheets.presenters.rows import FIRST_FIELDS, TOLD
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import sound_links
from step_guides.worksheets.words import words


@dataclass(frozen=True)
class ReadLink:
    anchor: str
    kind: str
    target: str
    target_dom: str
    assumption: str
    evidence: str
    confidence: str
    details: list[tuple[str, str]]  # (label, value) of what more is said

    @property
    def dom(self) -> str:
        return dom(self.anchor)

    @property
    def says_why(self) -> bool:
        return says_why(self.assumption)


@dataclass(frozen=True)
class ReadNode:
    anchor: str
    row: dict[str, Any]
    links: list[ReadLink] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)

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
    template: ClassVar[str] = "worksheets/_parts/_document.html"
    desk: ClassVar[str] = "reviews/_parts/_sheet_theory.html"

    document: Snapshot
    title: str
    before: list[ReadText]
    intro: str
    columns: list[tuple[str, list[ReadNode]]]
    after: list[ReadText]
    set_aside: list[tuple[Said, str]]
    tables: list[ReadTable]

    @cached_property
    def diagram(self) -> SafeString:
        return picture(self.document)

    @property
    def sentences(self) -> list[str]:
        return tell(self.document)

    @property
    def parts(self) -> list[Part]:
        return outline(self.document)


def freeze(document: Snapshot) -> Frozen | FrozenForm:
    """A version of any kind, to read."""
    return _theory(document) if spec_of(document["kind"]).rows else freeze_form(document)


def picture(document: Snapshot, *, focus: str | None = None, leads: bool = False) -> SafeString:
    title = document["entries"].get("title") or str(spec_of(document["kind"]).title)
    words = _("Diagram: %(title)s. The list and the narrative say the same in words.") % {"title": title}
    return draw(document, title=words, focus=focus, leads=leads)


def _theory(document: Snapshot) -> Frozen:
    spec, entries = spec_of(document["kind"]), document.get("entries", {})
    texts = [
        ReadText(f"field:{one.key}", words(spec.kind, one).label, entries[one.key])
        for one in spec.fields
        if entries.get(one.key) and one.key not in ("title", TOLD)
    ]
    first = [one for one in texts if one.anchor.partition(":")[2] in FIRST_FIELDS]
    nodes = {
        node["uid"]: ReadNode(f"node:{node['uid']}", node, details=_details("node", node))
        for node in sorted(document.get("nodes", []), key=lambda one: one["position"])
    }
    for link in sound_links(document):
        nodes[link["source"]].links.append(_link(spec.kind, link, nodes[link["target"]].row))
    held = [(column, [node for node in nodes.values() if column_of(node.row) == column]) for column in COLUMNS]
    return Frozen(
        document=document,
        title=entries.get("title") or str(spec.title),
        before=first,
        intro=entries.get(TOLD, ""),
        columns=[(column_label(column), found) for column, found in held if found],
        after=[one for one in texts if one not in first],
        set_aside=[(say(remark), reason) for remark, reason in dismissed_remarks(document)],
        tables=[found for table in spec.tables if (found := read_table(spec, table, document)).lines],
    )


def _link(kind: str, link: dict[str, Any], target: dict[str, Any]) -> ReadLink:
    anchor = f"link:{link['uid']}"
    said = {name: shown(kind, anchor, name, link.get(name)) for name in ("kind", "evidence", "confidence")}
    return ReadLink(
        anchor, target=target["label"], target_dom=f"node-{target['uid']}", assumption=link["assumption"],
        details=_details("link", link), **said,
    )  # fmt: skip


def _details(name: str, row: dict[str, Any]) -> list[tuple[str, str]]:
    """What more is said of an element or a link, in the order in which it is asked."""
    keys = RULES_OF_LINKS if name == "link" else RULES_OF_NODES
    kind = Kind.THEORY_OF_CHANGE
    return [(label_of(kind, name, key), shown(kind, name, key, row[key])) for key in keys if row.get(key)]
