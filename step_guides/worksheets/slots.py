"""Which words of a sheet an editor may change, where each stands, and what it may hold. The keys, the rules and the order stay in code.

The path of a word is its place in the file of the kind: « field.question.help », « table.usage.audience.label ». In a sector, only help
and examples are said otherwise: what a sheet asks is the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from django.utils.translation import gettext_lazy as _

from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text
from step_guides.worksheets.kinds import Field, KindSpec, Section, Table, all_kinds, spec_of
from step_guides.worksheets.typing_rules import ManyOf
from step_guides.worksheets.words import method_seed, seed, word_at

SHORT, LONG = 120, 700  # characters
OF_SECTORS = ("help", "example")
NAMES: dict[str, Any] = {
    "label": _("Label"),
    "help": _("Help"),
    "example": _("Example"),
    "one": _("One line"),
    "add": _("Button that adds one"),
    "plural": _("Plural"),
    "frame": _("Model of a sentence"),
    "title": _("Title"),
    "text": _("Introduction"),
    "message": _("Question asked"),
    "why": _("Why it is asked"),
    "question": _("Question"),
    "note": _("Note"),
}
BRIEF = ("label", "one", "add", "plural", "title")


@dataclass(frozen=True)
class Slot:
    """One word of ours. `own` is the original, which comes back when nothing is written. `varied`: of one sector, and said otherwise there."""

    path: str
    own: str
    varied: bool = False

    @property
    def part(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def name(self) -> str:
        return str(NAMES.get(self.part, NAMES["label"]))

    @property
    def limit(self) -> int:
        return SHORT if self.part in BRIEF or ".groups." in self.path else LONG

    @property
    def is_long(self) -> bool:
        return self.limit == LONG

    @property
    def blanks(self) -> frozenset[str]:
        """What the site fills in: « {label} »."""
        is_told = self.path.startswith("check.") and self.part == "message"
        return frozenset(name for _text, name, _format, _turn in Formatter().parse(self.own) if name) if is_told else frozenset()


@dataclass(frozen=True)
class Group:
    """A thing of the sheet, by its own name, and its words."""

    title: Any
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Chapter:
    title: Any
    groups: tuple[Group, ...]


@cache
def chapters(kind: str, sector: str = "") -> tuple[Chapter, ...]:
    """In the order of the sheet; of a sector, only what may be said otherwise there."""
    found = _chapters(spec_of(kind))
    if not sector:
        return found
    kept = (
        Chapter(one.title, tuple(of_sector for group in one.groups if (of_sector := _of_sector(group, kind, sector)).slots))
        for one in found
        if one.groups and not one.groups[0].slots[0].path.startswith(("check.", "method."))
    )
    return tuple(chapter for chapter in kept if chapter.groups)


def _of_sector(group: Group, kind: str, sector: str) -> Group:
    """Its help and examples, those of our own that are said otherwise there in their place."""

    def said(slot: Slot) -> Slot:
        ours = word_at(seed(kind, sector), slot.path)
        return Slot(slot.path, ours, varied=True) if ours else slot

    return Group(group.title, tuple(said(slot) for slot in group.slots if slot.part in OF_SECTORS))


@cache
def slots(kind: str, sector: str = "") -> dict[str, Slot]:
    return {slot.path: slot for chapter in chapters(kind, sector) for group in chapter.groups for slot in group.slots}


def cleaned(slot: Slot, text: object) -> str:
    """The text as it may be stored; nothing when it says what the original says. Raises `Invalid`."""
    said = typeset(clean_text(text, limit=slot.limit))
    if not slot.is_long:
        said = re.sub(r"[\t\n ]+", " ", said)
    if slot.path.startswith("check."):
        _holds_only(slot, said)
    return "" if said == slot.own else said


def typeset(text: str) -> str:
    """The spaces and the apostrophes of French, which few keyboards have."""
    text = re.sub(r" (?=[:;!?»])", "\u00a0", text).replace("« ", "«\u00a0")
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def _holds_only(slot: Slot, said: str) -> None:
    """A remark is filled in by the site: it names nothing but what the original names, and plainly."""
    told = [f"{{{name}}}" for name in sorted(slot.blanks)]
    try:
        pieces = list(Formatter().parse(said)) if slot.part == "message" else []
    except ValueError as error:
        raise Invalid(_("A brace is not closed. Those that the site fills in: %(names)s") % {"names": ", ".join(told)}) from error
    for _text, name, form, turn in pieces:
        if name is not None and (name not in slot.blanks or form or turn):
            raise Invalid(_("The site fills in only: %(names)s") % {"names": ", ".join(told) or _("nothing here")})


def accepted(kind: str, sector: str, texts: dict[str, Any]) -> dict[str, str]:
    """What of stored words can be said today. A place that is gone, or a text that no longer fits it, leaves the original."""
    known = slots(kind, sector)
    return {path: said for path, text in texts.items() if path in known and (said := _or_nothing(known[path], text))}


def _or_nothing(slot: Slot, text: object) -> str:
    try:
        return cleaned(slot, text)
    except Invalid:
        return ""


# --- The places of a sheet ----------------------------------------------------------------------------------------------------


def _chapters(spec: KindSpec) -> tuple[Chapter, ...]:
    own = seed(spec.kind)
    found = [Chapter(_("Before one begins"), (_group(own, "start", _("To begin"), "title", "text"),))]
    found += [_section(own, section, spec) for section in spec.sections]
    listed: dict[Any, list[Group]] = {
        _("The five questions of the start"): [
            _group(own, f"guided.{key}", str(number), "question", *OF_SECTORS)
            for number, key in enumerate(own.get("guided", {}), 1)
        ],
        _("Elements of the chain"): [
            _group(own, f"kind.{key}", told["label"], "label", "plural", "frame", "help")
            for key, told in own.get("kind", {}).items()
        ],
        _("What may be said besides"): [
            _group(own, f"detail.{key}", told["label"], "label", *OF_SECTORS) for key, told in own.get("detail", {}).items()
        ],
        _("What the method lists"): list(_method(spec)),
        _("Hints"): [
            _group(own, f"check.{code}", told["title"], "title", "message", "why") for code, told in own.get("check", {}).items()
        ],
    }
    return (*found, *(Chapter(title, tuple(groups)) for title, groups in listed.items() if groups))


def _group(own: dict[str, Any], path: str, title: Any, *names: str) -> Group:
    told = own
    for key in path.split("."):
        told = told[key]
    return Group(title, tuple(Slot(f"{path}.{name}", str(told.get(name, ""))) for name in names))


def _section(own: dict[str, Any], section: Section, spec: KindSpec) -> Chapter:
    """Of a theory of change, parts have no title of their own, and fields no example: its page has an order of its own."""
    told = own["section"][section.key]
    label, names = told["label"], ("label", "help") if not spec.rows else ("help",) if "help" in told else ()
    groups = [_group(own, f"section.{section.key}", _("Title of the part"), *names)] if names else []
    for part in section.parts:
        if isinstance(part, Table):
            groups += _table(own, part, spec)
        else:
            groups.append(_group(own, f"field.{part.key}", own["field"][part.key]["label"], *_of_field(part, spec)))
    return Chapter(label, tuple(groups))


def _of_field(asked: Field, spec: KindSpec) -> tuple[str, ...]:
    """A list of boxes shows no example either."""
    return ("label", "help") if spec.rows or isinstance(asked.rule, ManyOf) else ("label", *OF_SECTORS)


def _table(own: dict[str, Any], table: Table, spec: KindSpec) -> Iterator[Group]:
    path, told = f"table.{table.key}", own["table"][table.key]
    yield _group(own, path, told["label"], "label", "help", "one", *(() if table.per else ("add",)))
    for column in table.columns:
        title = f"{told['label']} › {told[column.key]['label']}"
        yield _group(own, f"{path}.{column.key}", title, *_of_field(column, spec))
    for key in told.get("groups", {}):
        yield _group(own, f"{path}.groups", f"{told['label']} › {told['groups'][key]}", key)


def _method(spec: KindSpec) -> Iterator[Group]:
    """With the first sheet that reads them. The practices are ours; the principles are quoted: only the question beside each is ours."""
    for name in (one for one in spec.sources if spec is next(other for other in all_kinds() if one in other.sources)):
        for one in method_seed().get(name, []):
            words = ("note",) if one["label"].startswith("«") else ("label", "note")
            yield Group(one["label"], tuple(Slot(f"method.{name}.{one['number']}.{word}", one.get(word, "")) for word in words))
