"""What each kind of worksheet is: its fields, its rows, its place in the course. The data; behaviour lives in actions and checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from step_guides.worksheets.enums import Kind


@dataclass(frozen=True)
class FieldSpec:
    """A text of the sheet as a whole; its address is `field:<key>`."""

    key: str
    label: Any
    lines: int = 1
    limit: int = 20_000


@dataclass(frozen=True)
class KindSpec:
    kind: Kind
    slug: str  # in addresses, French
    trace: str  # in xAPI identifiers and requirements, frozen
    title: Any
    title_fr: str  # the name of our own template, as it appears in traces
    module: str  # slug of the module whose requirement it meets
    step: int
    to_validate: bool  # else only read
    fields: tuple[FieldSpec, ...]
    rows: tuple[str, ...] = ()  # anchors of its rows, besides fields
    caps: tuple[tuple[str, int], ...] = ()

    @property
    def requirement(self) -> str:
        return f"{self.trace}:saved"

    def field(self, key: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.key == key), None)

    def cap(self, anchor: str) -> int:
        return dict(self.caps).get(anchor, 0)


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
