"""What each kind of worksheet is: its fields, its tables, its place in the course. The data; behaviour lives in actions and checks.

The words that people read (labels, help, examples) are content: `words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from modules.catalogue.requirements import saved, validated
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.typing_rules import FromSource, Text, Written

# Of every row, every link or every form of a row: the editor, the history and the comparison leave these out of what people wrote.
RESERVED = {"uid", "position", "about", "lock", "key", "source", "target", "do", "vue"}


LONG_LINE = 6  # columns


@dataclass(frozen=True)
class Field:
    """Something asked once in a sheet (its address is `field:<key>`), or a column of a table."""

    key: str
    rule: Written = field(default_factory=Text)
    required: bool = False  # counted by the progress bar and said by a remark; never a refusal to save
    when: str = ""  # a column: asked only on lines where « priority » says yes, or « unit=percent », or « type=single,multiple »
    group: str = ""  # a column: shown folded with those of the same group
    first: str = ""  # a column: what a new line starts with
    recalls: str = ""  # an upstream source: what another sheet has said of it already is shown beside
    remark: str = ""  # the check that asks for it once the sheet is begun; else R01 does

    def is_asked(self, line: Mapping[str, str]) -> bool:
        name, _equals, values = self.when.partition("=")
        return not name or line.get(name, "") in (values or "yes").split(",")

    @property
    def rules(self) -> dict[str, Written]:
        return {"text": self.rule}


@dataclass(frozen=True)
class Table:
    """Lines of the same form; the address of one is `<key>:<uid>`.

    `per` names an upstream source (`upstream.py`): one line for each thing it holds, whose identifier is the line's own.
    Otherwise people add lines, `most` at most. `least` is what a remark asks for.
    No column bears a name that rows keep for themselves (`RESERVED`).
    """

    key: str
    columns: tuple[Field, ...]
    least: int = 0
    most: int = 50
    per: str = ""

    @cached_property
    def rules(self) -> dict[str, Written]:
        return {column.key: column.rule for column in self.columns}

    @property
    def new_line(self) -> dict[str, str]:
        return {column.key: column.first for column in self.columns if column.first}

    @property
    def name(self) -> str:
        """The column that names a line."""
        return self.columns[0].key

    @property
    def folds(self) -> bool:
        """Whether a line is so long that it stands folded under its name."""
        return len(self.columns) > LONG_LINE

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(
            filter(None, (self.per, *(column.rule.source for column in self.columns if isinstance(column.rule, FromSource))))
        )


@dataclass(frozen=True)
class Section:
    """Fields and tables that a page shows together, under one heading."""

    key: str
    parts: tuple[Field | Table, ...]


@dataclass(frozen=True)
class KindSpec:
    kind: Kind
    slug: str  # in addresses, French
    trace: str  # in xAPI identifiers and requirements, frozen
    title: Any
    title_fr: str  # the name of our own template, as it appears in traces
    module: str  # slug of the module whose requirement it meets
    step: int  # its place in the course
    to_validate: bool  # else only read
    sections: tuple[Section, ...]
    rows: tuple[str, ...] = ()  # anchors of the rows that have models of their own
    caps: tuple[tuple[str, int], ...] = ()
    reads: tuple[
        str, ...
    ] = ()  # upstream sources beside those of its tables: what its remarks and figures ask of the other sheets

    @property
    def requirement(self) -> str:
        return saved(self.trace)

    @property
    def agreement(self) -> str:
        """What modules ask for in accompanied tracks, of a sheet that is validated."""
        return validated(self.trace)

    @cached_property
    def parts(self) -> tuple[Field | Table, ...]:
        return tuple(part for section in self.sections for part in section.parts)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(part for part in self.parts if isinstance(part, Field))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(part for part in self.parts if isinstance(part, Table))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What a sheet of this kind reads upstream, in the order of its tables."""
        recalled = (one.recalls for one in self.fields if one.recalls)
        return tuple(dict.fromkeys((*(source for table in self.tables for source in table.sources), *recalled, *self.reads)))

    def field(self, key: str) -> Field | None:
        return self._by_key["field"].get(key)

    def table(self, key: str) -> Table | None:
        return self._by_key["table"].get(key)

    @cached_property
    def _by_key(self) -> dict[str, dict[str, Any]]:
        return {"field": {one.key: one for one in self.fields}, "table": {one.key: one for one in self.tables}}

    def cap(self, anchor: str) -> int:
        table = self.table(anchor)
        return table.most if table else dict(self.caps).get(anchor, 0)


KINDS: dict[str, KindSpec] = {}


def register(spec: KindSpec) -> KindSpec:
    KINDS[spec.kind] = spec
    return spec


def spec_of(kind: str) -> KindSpec:
    return KINDS[kind]


def by_slug(slug: str) -> KindSpec | None:
    return next((spec for spec in KINDS.values() if spec.slug == slug), None)


def all_kinds() -> Iterator[KindSpec]:
    return iter(sorted(KINDS.values(), key=lambda spec: spec.step))
