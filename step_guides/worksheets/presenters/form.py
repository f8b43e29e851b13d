"""The editor of a sheet made of fields and tables: each with its words, its place in the page, and what went wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.enums import Answer
from step_guides.worksheets.kinds import Field, KindSpec, Table
from step_guides.worksheets.presenters.controls import Control, Upstream, control_of
from step_guides.worksheets.presenters.editor_row import EditorRow, Trouble, chain
from step_guides.worksheets.rows import FieldRow, LineRow, Rows
from step_guides.worksheets.upstream import Reference
from step_guides.worksheets.words import Words, group_label, words


@dataclass
class FieldBlock(EditorRow):
    control: Control | None = None
    label: str = ""
    recalled: list[Reference] = field(default_factory=list)  # what other sheets have said of it


@dataclass(frozen=True)
class Block:
    """Columns that stand together: always shown, asked only when another one says so (a priority stakeholder), or folded under a name."""

    when: str  # « priority », « unit=percent », or nothing
    label: str
    open: bool
    controls: list[Control]

    @property
    def name(self) -> str:
        return self.when.partition("=")[0]

    @property
    def says(self) -> str:
        """The values of that column, « single,multiple »."""
        return self.when.partition("=")[2] or Answer.YES


@dataclass
class LineBlock(EditorRow):
    label: str = ""
    note: str = ""
    then: str = ""  # the wording of what it speaks of, when that has changed since
    gone: bool = False
    given: bool = False  # a line of a table `per` something: neither moved nor deleted
    blocks: list[Block] = field(default_factory=list)
    folds: bool = False
    first: bool = True
    last: bool = True

    @property
    def is_open(self) -> bool:
        """Open at once: what one comes for, what went wrong, and a line that says nothing yet."""
        return self.focused or self.trouble is not None or not any(self.values.values())


@dataclass
class TableBlock:
    table: Table
    words: Words
    lines: list[LineBlock]
    adding: Trouble | None = None

    @property
    def dom(self) -> str:
        return f"table-{self.table.key}"

    @property
    def can_add(self) -> bool:
        return not self.table.per and len(self.lines) < self.table.most

    @property
    def is_full(self) -> bool:
        return not self.table.per and not self.can_add


@dataclass
class SectionBlock:
    key: str
    words: Words
    parts: list[FieldBlock | TableBlock]

    @property
    def dom(self) -> str:
        return f"section-{self.key}"


@dataclass
class Form:
    sections: list[SectionBlock]

    @property
    def rows(self) -> list[EditorRow]:
        return list(_rows(self.sections))

    @property
    def tables(self) -> list[TableBlock]:
        return [part for section in self.sections for part in section.parts if isinstance(part, TableBlock)]


def _rows(sections: Iterable[SectionBlock]) -> Iterator[EditorRow]:
    for section in sections:
        for part in section.parts:
            if isinstance(part, TableBlock):
                yield from part.lines
            else:
                yield part


@dataclass(frozen=True)
class _Maker:
    """Makes the parts of a sheet, each with what is said of it and what went wrong with it."""

    spec: KindSpec
    rows: Rows
    about: dict[str, list[Said]]
    trouble: Trouble | None
    focus: str
    sector: str  # of the organisation, whose help and examples may be its own

    def common(self, anchor: str) -> dict[str, Any]:
        names = {one.uid: one.label for found in self.rows.upstream.values() for one in found}
        mine = replace(self.trouble, names=names) if self.trouble and self.trouble.anchor == anchor else None
        return {"anchor": anchor, "remarks": self.about[anchor], "trouble": mine, "focused": self.focus == anchor}

    def part(self, part: Field | Table) -> FieldBlock | TableBlock:
        return self.table(part) if isinstance(part, Table) else self.field(part)

    def field(self, part: Field) -> FieldBlock:
        row = next(one for one in self.rows.fields if one.spec.key == part.key)
        made = _field(self.spec, row, self.sector, self.common(f"field:{part.key}"))
        made.recalled = self.rows.upstream.get(part.recalls, [])
        return made

    def table(self, part: Table) -> TableBlock:
        found = self.rows.lines[part.key]
        lines = [_line(self.spec, part, line, self.rows.upstream, self.sector, self.common(line.anchor)) for line in found]
        for place, line in enumerate(lines):
            line.first, line.last = place == 0, place == len(lines) - 1
        adding = self.trouble if self.trouble and self.trouble.anchor == f"add:{part.key}" else None
        return TableBlock(part, words(self.spec.kind, part, sector=self.sector), lines, adding)


def _maker(spec: KindSpec, rows: Rows, said: Iterable[Said], trouble: Trouble | None, focus: str, sector: str) -> _Maker:
    about: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        about[one.anchor].append(one)
    return _Maker(spec, rows, about, trouble, focus, sector)


def form_of(
    spec: KindSpec, rows: Rows, said: Iterable[Said], *, trouble: Trouble | None = None, focus: str = "", sector: str = ""
) -> Form:
    made = _maker(spec, rows, said, trouble, focus, sector)
    form = Form(
        [
            SectionBlock(one.key, words(spec.kind, one, sector=sector), [made.part(part) for part in one.parts])
            for one in spec.sections
        ]
    )
    chain(form.rows)
    return form


def tables_of(
    spec: KindSpec, rows: Rows, said: Iterable[Said], *, trouble: Trouble | None = None, focus: str = "", sector: str = ""
) -> list[TableBlock]:
    """The tables alone, for an editor that shows the rest in its own way."""
    made = _maker(spec, rows, said, trouble, focus, sector)
    return [made.table(part) for part in spec.tables]


def _field(spec: KindSpec, row: FieldRow, sector: str, common: dict[str, Any]) -> FieldBlock:
    made = FieldBlock(**common, values={"text": row.text}, lock=row.lock)
    said = words(spec.kind, row.spec, sector=sector)
    made.label = said.label
    made.control = control_of("text", row.spec, said, made, {})
    return made


def _line(spec: KindSpec, table: Table, row: LineRow, upstream: Upstream, sector: str, common: dict[str, Any]) -> LineBlock:
    made = LineBlock(**common, values=dict(row.values), lock=row.lock, given=bool(table.per), gone=row.gone, folds=table.folds)
    made.label = row.name or (_("(no longer in the other worksheet)") if row.gone else words(spec.kind, table).one)
    made.note = row.about.note if row.about else ""
    made.then = row.then if row.reworded else ""
    for column in table.columns:
        control = control_of(column.key, column, words(spec.kind, table, column.key, sector), made, upstream)
        _place(made, column, group_label(spec.kind, table, column.group)).append(control)
    return made


def _place(line: LineBlock, column: Field, label: str) -> list[Control]:
    """Where a column stands: after the one before it, or folded with its group."""
    found = [one for one in line.blocks if label and one.label == label] or line.blocks[-1:]
    if not found or (found[0].when, found[0].label) != (column.when, label):
        found = [Block(column.when, label, column.is_asked(line.values), [])]
        line.blocks += found
    return found[0].controls
