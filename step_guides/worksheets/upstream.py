"""What a sheet reads instead of asking again: the outcomes of the theory, the principles of the method, what the site knows.

A source gives a list of references for an organisation. A table `per` a source holds one line for each; a snapshot keeps the references
it was written with, so that a version is read as it was sent whatever became of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from step_guides.worksheets.enums import Answer, Kind, NodeKind
from step_guides.worksheets.kinds import KindSpec
from step_guides.worksheets.models import Line, Node
from step_guides.worksheets.theory import kind_label
from step_guides.worksheets.words import method

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation

_METHOD = uuid.UUID("3d8e7d1e-6a0b-5d5a-9a53-7f2f6f0f4a11")


@dataclass(frozen=True)
class Reference:
    """Something a line speaks of. `note` is said under its label."""

    uid: str
    label: str
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


Source = Callable[["Organisation"], list[Reference]]
SOURCES: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    def register(function: Source) -> Source:
        SOURCES[name] = function
        return function

    return register


def upstream_of(spec: KindSpec, organisation: Organisation) -> dict[str, list[Reference]]:
    """{source: references} for this kind. One query a source, none for those of the method."""
    return {name: SOURCES[name](organisation) for name in spec.sources}


def held_by(organisation: Organisation, names: Iterable[str]) -> dict[str, dict[str, Reference]]:
    """{source: {identifier: reference}} of these sources."""
    return {name: {one.uid: one for one in SOURCES[name](organisation)} for name in names}


def example_upstream(spec: KindSpec) -> dict[str, list[Reference]]:
    """What the method itself gives, for a sheet of no organisation."""
    return {name: _of_method(name) for name in spec.sources if name in method()}


def names_of(snapshot: dict[str, Any]) -> dict[str, str]:
    """{identifier: label} of everything a snapshot was written with."""
    return {one["uid"]: one["label"] for found in snapshot.get("upstream", {}).values() for one in found}


def _of_method(name: str) -> list[Reference]:
    return [
        Reference(str(uuid.uuid5(_METHOD, f"{name}/{one['number']}")), one["label"], one.get("note", ""))
        for one in method()[name]
    ]


def _elements(organisation: Organisation, *kinds: str) -> list[Reference]:
    nodes = Node.objects.filter(worksheet__organisation=organisation, worksheet__kind=Kind.THEORY_OF_CHANGE, kind__in=kinds)
    return [Reference(str(node.uid), node.label or kind_label(node.kind), node.audience) for node in nodes]


@source("outcomes")
def outcomes(organisation: Organisation) -> list[Reference]:
    """Of the theory of change; for whom, as a note."""
    return _elements(organisation, NodeKind.OUTCOME)


@source("elements")
def elements(organisation: Organisation) -> list[Reference]:
    """What an indicator may measure."""
    return _elements(organisation, NodeKind.OUTPUT, NodeKind.OUTCOME, NodeKind.IMPACT)


def _lines(organisation: Organisation, kind: str, table: str) -> list[Line]:
    return list(Line.objects.filter(worksheet__organisation=organisation, worksheet__kind=kind, table=table))


@source("retained")
def retained(organisation: Organisation) -> list[Reference]:
    """The outcomes that the organisation chose to follow."""
    chosen = {
        str(line.uid) for line in _lines(organisation, Kind.PRIORITIES, "outcome") if line.values.get("retained") == Answer.YES
    }
    return [one for one in outcomes(organisation) if one.uid in chosen]


@source("questions")
def questions(organisation: Organisation) -> list[Reference]:
    found = _lines(organisation, Kind.PRIORITIES, "question")
    return [Reference(str(line.uid), line.values["text"]) for line in found if line.values.get("text")]


@source("indicators")
def indicators(organisation: Organisation) -> list[Reference]:
    found = _lines(organisation, Kind.PRIORITIES, "indicator")
    return [Reference(str(line.uid), line.values["title"]) for line in found if line.values.get("title")]


@source("principles")
def principles(organisation: Organisation) -> list[Reference]:
    return _of_method("principles")


@source("practices")
def practices(organisation: Organisation) -> list[Reference]:
    return _of_method("practices")
