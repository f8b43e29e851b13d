"""What a sheet reads instead of asking again: the outcomes of the theory, the principles of the method, what the site knows.

A source gives a list of references for an organisation. A table `per` a source holds one line for each; a snapshot keeps the references
it was written with, so that a version is read as it was sent whatever became of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from step_guides.worksheets.enums import Answer, Kind, NodeKind, Tool
from step_guides.worksheets.kinds import KindSpec, spec_of
from step_guides.worksheets.models import Entry, Line, Node
from step_guides.worksheets.theory import kind_label
from step_guides.worksheets.words import method, words

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation

SCOPE, PERIOD, AIM = ("scheme", "included", "excluded"), ("starts_on", "ends_on"), ("purposes", "question")
_METHOD = uuid.UUID("3d8e7d1e-6a0b-5d5a-9a53-7f2f6f0f4a11")


@dataclass(frozen=True)
class Reference:
    """Something a line speaks of. `note` is said under its label; `traits`, for remarks, are never shown: « benefits,people »."""

    uid: str
    label: str
    note: str = ""
    traits: str = ""

    def as_dict(self) -> dict[str, str]:
        found = asdict(self)
        return found if self.traits else {name: text for name, text in found.items() if name != "traits"}


@dataclass(frozen=True)
class Shelf:
    """The other sheets of an organisation, as some sources read them: their lines in one query, their fields in another, the elements of
    the theory in a third; each asked for when a first source needs some."""

    organisation: Organisation
    names: tuple[str, ...]
    own: int | None = None  # the sheet that reads: its lines come with the others

    @cached_property
    def _entries(self) -> list[Entry]:
        wanted = Q(worksheet=self.own) if self.own else Q(pk=None)
        for kind, key in (place for name in self.names for place in ENTRIES[name]):
            wanted |= Q(worksheet__organisation=self.organisation, worksheet__kind=kind, key=key)
        return list(Entry.objects.filter(wanted).annotate(of=F("worksheet__kind")))

    def text(self, kind: str, key: str) -> str:
        """What a field of the sheet of this kind says."""
        return next((one.text for one in self._entries if (one.of, one.key) == (kind, key)), "")  # type: ignore[attr-defined]

    def own_entries(self) -> list[Entry]:
        return [one for one in self._entries if one.worksheet_id == self.own]

    @cached_property
    def _lines(self) -> list[Line]:
        wanted = Q(worksheet=self.own) if self.own else Q()
        for kind, table in (place for name in self.names for place in PLACES[name]):
            wanted |= Q(worksheet__organisation=self.organisation, worksheet__kind=kind, table=table)
        return list(Line.objects.filter(wanted).annotate(of=F("worksheet__kind"))) if wanted else []

    def lines(self, kind: str, table: str) -> list[Line]:
        return [one for one in self._lines if (one.of, one.table) == (kind, table)]  # type: ignore[attr-defined]

    def own_lines(self) -> list[Line]:
        return [one for one in self._lines if one.worksheet_id == self.own]

    @cached_property
    def _nodes(self) -> list[Node]:
        theory = Kind.THEORY_OF_CHANGE
        return list(Node.objects.filter(worksheet__organisation=self.organisation, worksheet__kind=theory))

    def nodes(self, *kinds: str) -> list[Node]:
        return [one for one in self._nodes if one.kind in kinds]


Source = Callable[[Shelf], list[Reference]]
Place = tuple[str, str]  # kind of sheet, table
SOURCES: dict[str, Source] = {}
PLACES: dict[str, tuple[Place, ...]] = {}
ENTRIES: dict[str, tuple[Place, ...]] = {}


def source(name: str, *places: Place, entries: tuple[Place, ...] = ()) -> Callable[[Source], Source]:
    """`places`: the tables whose lines it reads; `entries`: the fields."""

    def register(function: Source) -> Source:
        SOURCES[name], PLACES[name], ENTRIES[name] = function, places, entries
        return function

    return register


def upstream_of(spec: KindSpec, organisation: Organisation, shelf: Shelf | None = None) -> dict[str, list[Reference]]:
    """{source: references} for this kind. One query for all that stands in lines, one for all that stands in fields, one for the
    elements, none for the method."""
    shelf = shelf or Shelf(organisation, spec.sources)
    return {name: SOURCES[name](shelf) for name in spec.sources}


def held_by(organisation: Organisation, names: Iterable[str]) -> dict[str, dict[str, Reference]]:
    """{source: {identifier: reference}} of these sources."""
    names = tuple(names)
    shelf = Shelf(organisation, names)
    return {name: {one.uid: one for one in SOURCES[name](shelf)} for name in names}


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


def _elements(shelf: Shelf, *kinds: str) -> list[Reference]:
    return [Reference(str(node.uid), node.label or kind_label(node.kind), node.audience) for node in shelf.nodes(*kinds)]


@source("outcomes")
def outcomes(shelf: Shelf) -> list[Reference]:
    """Of the theory of change; for whom, as a note."""
    return _elements(shelf, NodeKind.OUTCOME)


@source("elements")
def elements(shelf: Shelf) -> list[Reference]:
    """What an indicator may measure."""
    return _elements(shelf, NodeKind.OUTPUT, NodeKind.OUTCOME, NodeKind.IMPACT)


@source("retained", (Kind.PRIORITIES, "outcome"))
def retained(shelf: Shelf) -> list[Reference]:
    """The outcomes that the organisation chose to follow."""
    chosen = {str(line.uid) for line in shelf.lines(Kind.PRIORITIES, "outcome") if line.values.get("retained") == Answer.YES}
    return [one for one in outcomes(shelf) if one.uid in chosen]


@source("questions", (Kind.PRIORITIES, "question"))
def questions(shelf: Shelf) -> list[Reference]:
    found = shelf.lines(Kind.PRIORITIES, "question")
    return [Reference(str(line.uid), line.values["text"]) for line in found if line.values.get("text")]


@source("indicators", (Kind.PRIORITIES, "indicator"))
def indicators(shelf: Shelf) -> list[Reference]:
    """Its level, as a trait: of an impact one asks more."""
    found = [line for line in shelf.lines(Kind.PRIORITIES, "indicator") if line.values.get("title")]
    return [Reference(str(line.uid), line.values["title"], traits=line.values.get("level", "")) for line in found]


@source("horizons", (Kind.PRIORITIES, "indicator"))
def horizons(shelf: Shelf) -> list[Reference]:
    """Of each indicator of an outcome: when the theory expects this outcome, as its trait. One identifier has one label, whatever the source."""
    found = [line for line in shelf.lines(Kind.PRIORITIES, "indicator") if line.values.get("title")]
    expected = {str(node.uid): node.horizon_text for node in shelf.nodes(NodeKind.OUTCOME)}
    when = [(line, expected.get(line.values.get("measures", ""), "")) for line in found]
    return [Reference(str(line.uid), line.values["title"], traits=text) for line, text in when if text]


@source("findings", (Kind.ANALYSIS, "finding"))
def findings(shelf: Shelf) -> list[Reference]:
    found = shelf.lines(Kind.ANALYSIS, "finding")
    return [Reference(str(line.uid), line.values["sentence"]) for line in found if line.values.get("sentence")]


@source("stakeholders", (Kind.NEEDS, "stakeholder"))
def stakeholders(shelf: Shelf) -> list[Reference]:
    """Of « Besoin et parties prenantes »: whom the outcomes may be for."""
    found = [one for one in shelf.lines(Kind.NEEDS, "stakeholder") if one.values.get("name")]
    return [
        Reference(str(line.uid), line.values["name"], traits=",".join(line.values.get(key, "") for key in ("stance", "category")))
        for line in found
    ]


@source("listened", (Kind.NEEDS, "listened"))
def listened(shelf: Shelf) -> list[Reference]:
    """Who was heard about the need."""
    found = shelf.lines(Kind.NEEDS, "listened")
    return [Reference(str(line.uid), line.values["who"]) for line in found if line.values.get("who")]


@source("measured", (Kind.PRIORITIES, "indicator"))
def measured(shelf: Shelf) -> list[Reference]:
    """Elements of the theory that an indicator measures."""
    found = shelf.lines(Kind.PRIORITIES, "indicator")
    return [Reference(line.values["measures"], line.values.get("title", "")) for line in found if line.values.get("measures")]


@source("surveyed", (Kind.PRIORITIES, "indicator"))
def surveyed(shelf: Shelf) -> list[Reference]:
    """The indicators that a questionnaire is to inform."""
    found = shelf.lines(Kind.PRIORITIES, "indicator")
    chosen = [line for line in found if line.values.get("title") and line.values.get("tool") == Tool.QUESTIONNAIRE]
    return [Reference(str(line.uid), line.values["title"]) for line in chosen]


@source("collected", (Kind.COLLECTION, "measure"))
def collected(shelf: Shelf) -> list[Reference]:
    """Of each indicator, as the collection plan says it: who collects, as a note, and the hours, as its trait."""
    found = shelf.lines(Kind.COLLECTION, "measure")
    return [
        Reference(str(line.uid), line.about, line.values.get("collector", ""), line.values.get("hours", "")) for line in found
    ]


@source("capacity", entries=((Kind.FRAMING, "capacity"),))
def capacity(shelf: Shelf) -> list[Reference]:
    """The days that the team has for evaluating, as « Cadrage » says it."""
    return [Reference("capacity", text) for text in [shelf.text(Kind.FRAMING, "capacity")] if text]


@source("begins", entries=((Kind.FRAMING, "starts_on"),))
def begins(shelf: Shelf) -> list[Reference]:
    """The first day of what is evaluated, as « Cadrage » says it."""
    return [Reference("begins", text) for text in [shelf.text(Kind.FRAMING, "starts_on")] if text]


def _framed(shelf: Shelf, *keys: str) -> list[Reference]:
    spec = spec_of(Kind.FRAMING)
    said = [(one, shelf.text(Kind.FRAMING, one.key)) for one in spec.fields if one.key in keys]
    return [
        Reference(f"{Kind.FRAMING}.{one.key}", one.rule.shown(text), words(spec.kind, one).label) for one, text in said if text
    ]


@source("scope", entries=tuple((Kind.FRAMING, key) for key in SCOPE))
def scope(shelf: Shelf) -> list[Reference]:
    """What is evaluated, and what is not, as « Cadrage » says it: each under its label."""
    return _framed(shelf, *SCOPE)


@source("period", entries=tuple((Kind.FRAMING, key) for key in PERIOD))
def period(shelf: Shelf) -> list[Reference]:
    return _framed(shelf, *PERIOD)


@source("aim", entries=tuple((Kind.FRAMING, key) for key in AIM))
def aim(shelf: Shelf) -> list[Reference]:
    return _framed(shelf, *AIM)


@source("data", entries=((Kind.ANALYSIS, "data"),))
def data(shelf: Shelf) -> list[Reference]:
    """Where the figures of the analysis come from, as they are chosen there."""
    return [Reference("data", text) for text in [shelf.text(Kind.ANALYSIS, "data")] if text]


@source("parts", (Kind.QUESTIONNAIRE, "part"))
def parts(shelf: Shelf) -> list[Reference]:
    """Of the questionnaire."""
    found = shelf.lines(Kind.QUESTIONNAIRE, "part")
    return [Reference(str(line.uid), line.values["title"]) for line in found if line.values.get("title")]


@source("asked", (Kind.QUESTIONNAIRE, "item"))
def asked(shelf: Shelf) -> list[Reference]:
    """The questions of the questionnaire: one may be asked only after a certain answer to another."""
    found = shelf.lines(Kind.QUESTIONNAIRE, "item")
    return [Reference(str(line.uid), line.values["text"]) for line in found if line.values.get("text")]


@source("principles")
def principles(shelf: Shelf) -> list[Reference]:
    return _of_method("principles")


@source("practices")
def practices(shelf: Shelf) -> list[Reference]:
    return _of_method("practices")
