"""The editor's list: every row with its place, its links, its remarks, and what went wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.columns import COLUMNS, column_of, neighbour
from step_guides.worksheets.enums import Horizon, Kind, NodeKind
from step_guides.worksheets.kinds import Field
from step_guides.worksheets.models import Link, Node
from step_guides.worksheets.models.details import OF_LINKS, OF_NODES
from step_guides.worksheets.naming import ENDS
from step_guides.worksheets.narrative import column_label
from step_guides.worksheets.presenters.controls import Control, control_of
from step_guides.worksheets.presenters.editor_row import EditorRow, Trouble, chain, dom
from step_guides.worksheets.rows import FieldRow, Rows
from step_guides.worksheets.theory import detail_words, group, kind_label, node_words
from step_guides.worksheets.typing_rules import Text
from step_guides.worksheets.upstream import Reference
from step_guides.worksheets.words import raw, words

ORDER = (
    NodeKind.NEED, NodeKind.IMPACT, NodeKind.OUTCOME, NodeKind.OUTPUT, NodeKind.ACTIVITY, NodeKind.RESOURCE, NodeKind.NEGATIVE_OUTCOME,
    NodeKind.EXTERNAL_FACTOR,
)  # fmt: skip
ADDS = {
    NodeKind.NEED: gettext_lazy("Add a need"),
    NodeKind.IMPACT: gettext_lazy("Add an impact"),
    NodeKind.OUTCOME: gettext_lazy("Add an outcome"),
    NodeKind.OUTPUT: gettext_lazy("Add an output"),
    NodeKind.ACTIVITY: gettext_lazy("Add an activity"),
    NodeKind.RESOURCE: gettext_lazy("Add a resource"),
    NodeKind.NEGATIVE_OUTCOME: gettext_lazy("Add a possible negative outcome"),
    NodeKind.EXTERNAL_FACTOR: gettext_lazy("Add an external factor"),
}
FOR_WHOM = (NodeKind.NEED, NodeKind.OUTCOME, NodeKind.NEGATIVE_OUTCOME)
FIRST_FIELDS = ("title", "scope")
LONG_SHEET = 25  # elements
TOLD = "narrative_intro"  # written in the narrative


@dataclass
class LinkRow(EditorRow):
    target: str = ""
    target_dom: str = ""
    details: list[Control] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        level = self.values["confidence"]
        self.values = {**self.values, "confidence": "" if level is None else str(level)}


@dataclass
class NodeRow(EditorRow):
    kind: str = ""
    label: str = ""
    links: list[LinkRow] = field(default_factory=list)
    first: bool = True
    last: bool = True
    left: str = ""
    right: str = ""
    details: list[Control] = field(default_factory=list)
    linking: Trouble | None = None  # a link that could not be made
    asks_link: bool = False

    @property
    def for_whom(self) -> bool:
        return self.kind in FOR_WHOM

    @property
    def is_outcome(self) -> bool:
        return self.kind == NodeKind.OUTCOME


@dataclass
class TextRow(EditorRow):
    label: str = ""
    help: str = ""
    lines: int = 1
    limit: int = 20_000
    recalled: list[Reference] = field(default_factory=list)  # what other sheets have said of it


@dataclass
class Band:
    column: str
    label: str
    rows: list[NodeRow]
    adding: Trouble | None = None


@dataclass
class Section:
    kind: str
    label: str
    plural: str
    help: str
    frame: str
    bands: list[Band]
    open: bool = True  # a long sheet shows its columns folded, but for the one where something is to be seen

    @property
    def adds(self) -> str:
        """What the button that adds one says."""
        return str(ADDS[NodeKind(self.kind)])

    @property
    def dom(self) -> str:
        return f"kind-{self.kind}"

    @property
    def count(self) -> int:
        return sum(len(band.rows) for band in self.bands)


@dataclass
class Outline:
    before: list[TextRow]
    sections: list[Section]
    after: list[TextRow]
    told: TextRow | None
    targets: list[tuple[str, list[tuple[str, str]]]]  # (kind, [(anchor, wording)]): what a link may lead to
    groups: list[str]  # the stakeholders: whom an element may be for
    tables: list[Any] = field(default_factory=list)  # of `presenters.form`
    sector: str = ""

    @property
    def jumps(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The targets, by their place in the page."""
        return [(kind, [(dom(anchor), label) for anchor, label in found]) for kind, found in self.targets]

    @property
    def groups_help(self) -> str:
        return str(raw(Kind.THEORY_OF_CHANGE, self.sector)["section"]["stakeholders"]["help"])

    @property
    def groups_open(self) -> bool:
        """Open at once when something is to be seen in one of its lines."""
        return any(table.adding or any(one.is_open or one.remarks for one in table.lines) for table in self.tables)

    @property
    def texts(self) -> list[TextRow]:
        return [*self.before, *self.after, *([self.told] if self.told else [])]

    @property
    def rows(self) -> list[EditorRow]:
        lines = [line for table in self.tables for line in table.lines]
        return [*self.texts, *lines, *(row for node in self.nodes for row in (node, *node.links))]

    @property
    def nodes(self) -> list[NodeRow]:
        return [row for section in self.sections for band in section.bands for row in band.rows]

    @property
    def is_empty(self) -> bool:
        return not any(section.count for section in self.sections)


def outline_of(
    rows: Rows, said: Iterable[Said], *, trouble: Trouble | None = None, focus: str = "", linking: str = "", sector: str = ""
) -> Outline:
    about: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        about[one.anchor].append(one)

    def common(anchor: str) -> dict[str, Any]:
        mine = trouble if trouble and trouble.anchor == anchor else None
        return {"anchor": anchor, "remarks": about[anchor], "trouble": mine, "focused": focus == anchor}

    texts = [
        _text(row, sector, {**common(row.anchor), "recalled": rows.upstream.get(row.spec.recalls, [])}) for row in rows.fields
    ]
    nodes = {node.pk: _node(node, sector, common(node.anchor)) for node in rows.nodes}
    for link in rows.links:
        nodes[link.source_id].links.append(_link(link, sector, common(link.anchor), nodes[link.target_id]))
    for row in nodes.values():
        row.asks_link = linking == row.anchor
        if trouble and trouble.anchor == f"from:{row.anchor}":
            row.linking, row.asks_link = trouble, True
    sections = [_section(kind, rows.nodes, nodes, trouble, sector) for kind in ORDER]
    if len(rows.nodes) > LONG_SHEET:
        for section in sections:
            held = [row for band in section.bands for node in band.rows for row in (node, *node.links)]
            section.open = any(row.focused or row.trouble for row in held) or any(
                band.adding or any(node.asks_link for node in band.rows) for band in section.bands
            )
    before = [row for row in texts if row.anchor.partition(":")[2] in FIRST_FIELDS]
    told = next((row for row in texts if row.anchor == f"field:{TOLD}"), None)
    after = [row for row in texts if row not in before and row is not told]
    chain([*before, *(row for one in sections for band in one.bands for row in band.rows), *after])
    targets = [
        (one.plural, [(row.anchor, row.label) for band in one.bands for row in band.rows]) for one in sections if one.count
    ]
    return Outline(before, sections, after, told, targets, _groups(rows), sector=sector)


def _groups(rows: Rows) -> list[str]:
    """Those of the needs, those written in the theory, then those that only an element names."""
    named = [one.label for one in rows.upstream.get("stakeholders", [])]
    named += [line.name for lines in rows.lines.values() for line in lines] + [node.audience for node in rows.nodes]
    return list({group(name): name for name in reversed(named) if name}.values())[::-1]


def _text(row: FieldRow, sector: str, common: dict[str, Any]) -> TextRow:
    said, rule = words(Kind.THEORY_OF_CHANGE, row.spec, sector=sector), cast(Text, row.spec.rule)
    return TextRow(
        **common, values={"text": row.text}, lock=row.lock, label=said.label, help=said.help,
        lines=rule.rows if rule.lines else 1, limit=rule.limit,
    )  # fmt: skip


def _node(node: Node, sector: str, common: dict[str, Any]) -> NodeRow:
    column = column_of(node.as_dict())
    sides = [neighbour(column, step) for step in (-1, 1)]
    left, right = (column_label(side) if side else "" for side in sides)
    wording = node.label or _("(no wording yet)")
    row = NodeRow(
        **common, values={name: node.value(name) for name in node.FIELDS}, lock=node.lock, kind=node.kind, label=wording, left=left, right=right,
    )  # fmt: skip
    row.details = _details(OF_NODES[node.kind], row, sector)
    return row


def _details(asked: tuple[Field, ...], row: EditorRow, sector: str) -> list[Control]:
    return [control_of(one.key, one, detail_words(one.key, sector), row, {}) for one in asked]


def _link(link: Link, sector: str, common: dict[str, Any], target: NodeRow) -> LinkRow:
    values = {name: link.value(name) for name in link.FIELDS if name not in ENDS}
    row = LinkRow(**common, values=values, lock=link.lock, target=target.label, target_dom=target.dom)
    row.details = _details(OF_LINKS, row, sector)
    return row


def _section(kind: NodeKind, nodes: list[Node], made: dict[int, NodeRow], trouble: Trouble | None, sector: str) -> Section:
    said = node_words(kind, sector)
    bands = []
    for column in (one for one in COLUMNS if one.partition(":")[0] == kind):
        rows = [made[node.pk] for node in nodes if column_of(node.as_dict()) == column]
        for place, row in enumerate(rows):
            row.first, row.last = place == 0, place == len(rows) - 1
        horizon = column.partition(":")[2]
        adding = trouble if trouble and trouble.anchor == f"add:{column}" else None
        bands.append(Band(column, str(Horizon(horizon).label) if horizon else "", rows, adding))
    return Section(kind, kind_label(kind), said["plural"], said["help"], said["frame"], bands)
