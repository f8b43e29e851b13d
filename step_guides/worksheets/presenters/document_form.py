"""A sheet made of fields and tables, to read. Made from a snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from step_guides.worksheets.boards import Board, board_of
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.checks import dismissed_remarks
from step_guides.worksheets.checks.texts import Said, say
from step_guides.worksheets.kinds import Field, KindSpec, Table, spec_of
from step_guides.worksheets.naming import named, shown
from step_guides.worksheets.presenters.editor_row import dom
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.upstream import names_of
from step_guides.worksheets.words import words


@dataclass(frozen=True)
class ReadField:
    """`long`: a text of several lines, shown as prose."""

    anchor: str
    label: str
    text: str
    long: bool
    required: bool

    @property
    def dom(self) -> str:
        return dom(self.anchor)


@dataclass(frozen=True)
class ReadLine:
    anchor: str
    label: str
    note: str
    cells: list[tuple[str, str]]  # (label, value) of the columns that say something, the one that names the line left out

    @property
    def dom(self) -> str:
        return dom(self.anchor)


@dataclass(frozen=True)
class ReadTable:
    label: str
    lines: list[ReadLine]
    required: bool

    @property
    def is_list(self) -> bool:
        """Whether each line is said in its name alone."""
        return not any(line.cells or line.note for line in self.lines)


@dataclass(frozen=True)
class ReadSection:
    label: str
    parts: list[ReadField | ReadTable]


@dataclass(frozen=True)
class FrozenForm:
    template: ClassVar[str] = "worksheets/_parts/_document_form.html"
    desk: ClassVar[str] = "reviews/_parts/_sheet_form.html"

    document: Snapshot
    title: str
    sections: list[ReadSection]
    set_aside: list[tuple[Said, str]] = field(default_factory=list)
    board: Board | None = None
    cautions: list[str] = field(default_factory=list)


def freeze_form(document: Snapshot) -> FrozenForm:
    spec = spec_of(document["kind"])
    sections = [
        ReadSection(
            words(spec.kind, section).label,
            [
                read_table(spec, part, document) if isinstance(part, Table) else _field(spec, part, document)
                for part in section.parts
            ],
        )
        for section in spec.sections
    ]
    set_aside = [(say(remark), reason) for remark, reason in dismissed_remarks(document)]
    return FrozenForm(document, str(spec.title), sections, set_aside, board_of(document), cautions_of(document))


def _field(spec: KindSpec, part: Field, document: Snapshot) -> ReadField:
    text = document.get("entries", {}).get(part.key, "")
    long = getattr(part.rule, "lines", False)
    return ReadField(f"field:{part.key}", words(spec.kind, part).label, part.rule.shown(text), long, part.required)


def read_table(spec: KindSpec, table: Table, document: Snapshot) -> ReadTable:
    names = names_of(document)
    notes = {about["uid"]: about["note"] for about in document.get("upstream", {}).get(table.per, [])}
    lines = [
        ReadLine(
            f"{table.key}:{line['uid']}",
            named(f"{table.key}:{line['uid']}", line, document),
            notes.get(line["uid"], ""),
            _cells(spec, table, line, names),
        )
        for line in sorted(document.get("tables", {}).get(table.key, []), key=lambda line: line["position"])
    ]
    return ReadTable(words(spec.kind, table).label, lines, bool(table.least or table.per))


def _cells(spec: KindSpec, table: Table, line: dict[str, Any], names: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (words(spec.kind, table, column.key).label, shown(spec.kind, table.key, column.key, line[column.key], names))
        for column in table.columns
        if line.get(column.key) and (table.per or column.key != table.name)
    ]
