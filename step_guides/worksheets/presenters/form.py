"""The editor of a sheet made of fields and tables: each with its words, its place in the page, and what went wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _

from step_guides.worksheets.checks.texts import Said
from step_guides.worksheets.enums import Answer
from step_guides.worksheets.kinds import Field, KindSpec, Table
from step_guides.worksheets.presenters.rows import EditorRow, Trouble, chain
from step_guides.worksheets.rows import FieldRow, LineRow, Rows
from step_guides.worksheets.typing_rules import FromSource
from step_guides.worksheets.upstream import Reference
from step_guides.worksheets.words import Words, group_label, words

Upstream = dict[str, list[Reference]]


@dataclass(frozen=True)
class Control:
    """One thing to fill in. `options`: (value, label, chosen), for the rules that choose from a list."""

    name: str
    rule: Any
    words: Words
    value: str
    required: bool
    errors: list[str] = field(default_factory=list)
    options: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def widget(self) -> str:
        return str(self.rule.widget)

    # A rule is called with a value, and templates call what can be called: what they need of it is said here.

    @property
    def long(self) -> bool:
        return bool(getattr(self.rule, "lines", False))

    @property
    def rows(self) -> int:
        return int(getattr(self.rule, "rows", 1))

    @property
    def limit(self) -> int:
        return int(getattr(self.rule, "limit", 0))

    @property
    def shown(self) -> str:
        """The value as it is written here (« 12,5 »); what could not be read, as it was typed."""
        return self.value if self.errors else str(self.rule.shown(self.value))


@dataclass
class FieldBlock(EditorRow):
    control: Control | None = None
    label: str = ""


@dataclass(frozen=True)
class More:
    """Columns that are asked only when another one says so (a priority stakeholder), or that are folded away under a name."""

    when: str  # « priority », « unit=percent », or nothing
    label: str
    open: bool
    controls: list[Control]

    @property
    def name(self) -> str:
        return self.when.partition("=")[0]

    @property
    def value(self) -> str:
        return self.when.partition("=")[2] or Answer.YES


@dataclass
class LineBlock(EditorRow):
    label: str = ""
    note: str = ""
    then: str = ""  # the wording of what it speaks of, when that has changed since
    gone: bool = False
    given: bool = False  # a line of a table `per` something: neither moved nor deleted
    controls: list[Control] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
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


def form_of(spec: KindSpec, rows: Rows, said: Iterable[Said], *, trouble: Trouble | None = None, focus: str = "") -> Form:
    about: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        about[one.anchor].append(one)

    names = {one.uid: one.label for found in rows.upstream.values() for one in found}

    def common(anchor: str) -> dict[str, Any]:
        mine = replace(trouble, names=names) if trouble and trouble.anchor == anchor else None
        return {"anchor": anchor, "remarks": about[anchor], "trouble": mine, "focused": focus == anchor}

    fields = {row.spec.key: row for row in rows.fields}

    def block(part: Field | Table) -> FieldBlock | TableBlock:
        if isinstance(part, Field):
            return _field(spec, fields[part.key], common(f"field:{part.key}"))
        lines = [_line(spec, part, line, rows.upstream, common(line.anchor)) for line in rows.lines[part.key]]
        for place, line in enumerate(lines):
            line.first, line.last = place == 0, place == len(lines) - 1
        adding = trouble if trouble and trouble.anchor == f"add:{part.key}" else None
        return TableBlock(part, words(spec.kind, part), lines, adding)

    sections = [SectionBlock(one.key, words(spec.kind, one), [block(part) for part in one.parts]) for one in spec.sections]
    form = Form(sections)
    chain(form.rows)
    return form


def _field(spec: KindSpec, row: FieldRow, common: dict[str, Any]) -> FieldBlock:
    made = FieldBlock(**common, values={"text": row.text}, lock=row.lock)
    said = words(spec.kind, row.spec)
    made.label = said.label
    made.control = _control("text", row.spec, said, made, {})
    return made


def _line(spec: KindSpec, table: Table, row: LineRow, upstream: Upstream, common: dict[str, Any]) -> LineBlock:
    made = LineBlock(**common, values=dict(row.values), lock=row.lock, given=bool(table.per), gone=row.gone, folds=table.folds)
    made.label = row.name or (_("(no longer in the other worksheet)") if row.gone else words(spec.kind, table).one)
    made.note = row.about.note if row.about else ""
    made.then = row.then if row.reworded else ""
    for column in table.columns:
        control = _control(column.key, column, words(spec.kind, table, column.key), made, upstream)
        _place(made, column, group_label(spec.kind, table, column.group)).append(control)
    return made


def _place(line: LineBlock, column: Field, label: str) -> list[Control]:
    """Where a column stands: among those always shown, with those that another column opens, or folded with its group."""
    if not (column.when or column.group):
        return line.controls
    known = next((one for one in line.more if (one.when, one.label) == (column.when, label)), None)
    if known is None:
        known = More(column.when, label, column.is_asked(line.values), [])
        line.more.append(known)
    return known.controls


def _control(name: str, asked: Field, said: Words, row: EditorRow, upstream: Upstream) -> Control:
    value = str(row.values.get(name) or "")
    return Control(name, asked.rule, said, value, asked.required, row.errors.get(name, []), _options(asked.rule, value, upstream))


def _options(rule: Any, value: str, upstream: Upstream) -> list[tuple[str, str, bool]]:
    if isinstance(rule, FromSource):
        found = [(one.uid, one.label, one.uid == value) for one in upstream.get(rule.source, [])]
        lost = value and not any(chosen for _uid, _label, chosen in found)
        return [*found, (value, rule.shown(value), True)] if lost else found
    choices: type[Choices] | None = getattr(rule, "choices", None)
    if choices is None:
        return []
    chosen = value.split(",")
    return [(str(one), str(label), str(one) in chosen) for one, label in choices.choices]
