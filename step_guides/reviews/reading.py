"""What may be commented through a reading link: the organisation chooses among the parts of its sheet, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from step_guides.reviews.elements import SHEET, exists, is_row, name_of, rows_by_anchor, text_at
from step_guides.worksheets.kinds import Field, spec_of
from step_guides.worksheets.presenters.rows import ORDER, TOLD
from step_guides.worksheets.theory import node_words
from step_guides.worksheets.words import words

if TYPE_CHECKING:
    from step_guides.reviews.models import ReadingLink

LINKS, UNPLACED = "links", ("title", TOLD)  # the title and the opening of the narrative are commented with the whole


@dataclass(frozen=True)
class Choice:
    """`code`: "sheet", "links", "field:<key>", "node:<kind>" or "table:<key>"."""

    code: str
    label: str


def choices(kind: str, snapshot: dict[str, Any] | None = None) -> list[Choice]:
    """The parts of a sheet, in its order; with a snapshot, those that hold something."""
    spec = spec_of(kind)
    found = [Choice(SHEET, _("The whole worksheet"))]
    if spec.rows:
        found += [Choice(f"node:{one}", str(node_words(one)["plural"])) for one in ORDER]
        found.append(Choice(LINKS, _("Links between elements")))
    for part in spec.parts:
        if not (spec.rows and part.key in UNPLACED):
            found.append(Choice(f"{'field' if isinstance(part, Field) else 'table'}:{part.key}", words(kind, part).label))
    if snapshot is None:
        return found
    held = {SHEET} | {code_at(snapshot, anchor) for anchor, row in rows_by_anchor(snapshot).items() if row.get("text", True)}
    return [one for one in found if one.code in held]


def code_at(snapshot: dict[str, Any], anchor: str) -> str:
    """Of which part of the sheet a place is. Empty when there is no such place."""
    if not exists(snapshot, anchor):
        return ""
    kind, _colon, _name = anchor.partition(":")
    if kind == "link":
        return LINKS
    if kind == "node":
        return f"node:{rows_by_anchor(snapshot)[anchor]['kind']}"
    return f"table:{kind}" if spec_of(snapshot["kind"]).table(kind) else anchor


def is_open_at(link: ReadingLink, anchor: str) -> bool:
    """Whether the reader may comment there."""
    return code_at(link.snapshot, anchor) in link.places


def open_places(link: ReadingLink) -> dict[str, str]:
    """Every place where the reader may comment, with what it is called there."""
    shown, rows = link.snapshot, rows_by_anchor(link.snapshot)
    named = {SHEET: name_of(shown, SHEET)} | {
        f"field:{one.key}": name_of(shown, f"field:{one.key}") for one in spec_of(shown["kind"]).fields
    }
    named |= {anchor: text_at(shown, anchor).partition("\n")[0] for anchor in rows if is_row(anchor)}
    return {anchor: name for anchor, name in named.items() if is_open_at(link, anchor)}
