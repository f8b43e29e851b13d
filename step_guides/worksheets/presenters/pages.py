"""Everything the page of a sheet shows, gathered once, in as few queries as can be."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from step_guides.worksheets.boards import Board, board_of
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.checks import dismissed_remarks, open_remarks
from step_guides.worksheets.checks.remarks import Remark, Severity
from step_guides.worksheets.checks.texts import Said, say
from step_guides.worksheets.completeness import completeness
from step_guides.worksheets.exports import Format, formats_of
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.narrative import Part, Told, outline, told_in
from step_guides.worksheets.presenters.document import Frozen, freeze, picture
from step_guides.worksheets.presenters.document_form import FrozenForm
from step_guides.worksheets.presenters.editor_row import Trouble, dom
from step_guides.worksheets.presenters.form import Form, form_of, tables_of
from step_guides.worksheets.presenters.rows import Outline, outline_of
from step_guides.worksheets.presenters.standing import Sending, Standing, joined, sending_of, standing_of
from step_guides.worksheets.queries import who_answer
from step_guides.worksheets.rows import Rows, rows_of
from step_guides.worksheets.snapshots import Snapshot, snapshot
from step_guides.worksheets.words import words


@dataclass(frozen=True)
class Steps:
    """Numbers of the saves that « Annuler » and « Rétablir » would turn."""

    undo: int | None = None
    redo: int | None = None


@dataclass(frozen=True)
class Hint:
    """A remark in the list of all, with where it leads."""

    said: Said
    about: str
    target: str
    reason: str = ""

    @property
    def severity(self) -> str:
        return severity_words(self.said.remark)

    @property
    def alone(self) -> list[Said]:
        return [self.said]

    @property
    def mark(self) -> str:
        return {"E": "problem", "A": "attention", "S": "later"}[self.said.remark.severity]


def severity_words(remark: Remark) -> str:
    return {
        Severity.ERROR: _("to correct or to justify"),
        Severity.ATTENTION: _("to look at"),
        Severity.SUGGESTION: _("suggestion"),
    }[remark.severity]


@dataclass
class SheetPage:
    """Lists and pictures are made from one document: the rows as they are, or, where nothing may be written, the version that was sent."""

    worksheet: Worksheet
    document: Snapshot
    standing: Standing
    content: Outline | Form | None = None  # what may be written
    hints: list[Hint] = field(default_factory=list)
    set_aside: list[Hint] = field(default_factory=list)
    steps: Steps = field(default_factory=Steps)
    sending: Sending = field(default_factory=Sending)
    view: str = "liste"
    focus: str = ""
    deleted: bool = False
    kept: list[tuple[str, str]] = field(default_factory=list)  # typed text that could not be saved

    @property
    def latest(self) -> Submission | None:
        return self.worksheet.latest

    @property
    def outline(self) -> Outline | None:
        """Of a theory of change."""
        return self.content if isinstance(self.content, Outline) else None

    @property
    def form(self) -> Form | None:
        """Of the other kinds."""
        return self.content if isinstance(self.content, Form) else None

    @property
    def tabs(self) -> dict[str, str]:
        """{view: address} of the three views, each open at what is selected."""
        here = self.focus if self.focus.partition(":")[0] in self.worksheet.spec.rows else ""
        places = {"liste": dom(here), "schema": f"fig-{dom(here)}", "recit": f"told-{dom(here)}"}
        query = f"ligne={here}" if here else ""
        views = {view: "&".join(filter(None, ["" if view == "liste" else f"vue={view}", query])) for view in places}
        return {view: f"?{asked}" + (f"#{places[view]}" if here else "") for view, asked in views.items()}

    @property
    def progress(self) -> int:
        return completeness(self.document)

    @property
    def diagram(self) -> SafeString:
        return picture(self.document, focus=self.focus or None, leads=self.view == "schema")

    @property
    def sentences(self) -> list[Told]:
        return told_in(self.document)

    @property
    def parts(self) -> list[Part]:
        return outline(self.document)

    @property
    def formats(self) -> list[Format]:
        return list(formats_of(self.worksheet.spec).values())

    @property
    def cautions(self) -> list[str]:
        return cautions_of(self.document)

    @property
    def board(self) -> Board | None:
        return board_of(self.document)

    @property
    def frozen(self) -> Frozen | FrozenForm:
        return freeze(self.document)


def sheet_page(worksheet: Worksheet, *, trouble: Trouble | None = None, focus: str = "", linking: str = "") -> SheetPage:
    """Asks for a sheet loaded `with_its_page`. What was sent is what stands until the sheet opens again: no row of it is read."""
    sent = worksheet.latest
    if sent is not None and not worksheet.is_editable:
        readers = joined(who_answer(sent.cohort, worksheet.organisation)) if sent.is_live else ""
        return SheetPage(worksheet, sent.snapshot, standing_of(worksheet, sent, readers), focus=focus)
    rows = rows_of(worksheet)
    document = snapshot(worksheet, rows)
    said = [say(remark) for remark in open_remarks(document)]
    names = _names(worksheet, rows)
    sector = worksheet.organisation.sector
    content: Outline | Form
    if worksheet.spec.rows:
        content = outline_of(rows, said, trouble=trouble, focus=focus, linking=linking, sector=sector)
        content.tables = tables_of(worksheet.spec, rows, said, trouble=trouble, focus=focus, sector=sector)
    else:
        content = form_of(worksheet.spec, rows, said, trouble=trouble, focus=focus, sector=sector)
    return SheetPage(
        worksheet,
        document,
        standing_of(worksheet, sent),
        content=content,
        hints=[_hint(one, names) for one in sorted(said, key=lambda one: "EAS".index(one.remark.severity))],
        set_aside=[_hint(say(remark), names, reason) for remark, reason in dismissed_remarks(document)],
        steps=Steps(worksheet.step_done, worksheet.step_back),
        sending=sending_of(worksheet),
        focus=focus,
    )


def _names(worksheet: Worksheet, rows: Rows) -> dict[str, str]:
    names = {row.anchor: words(worksheet.kind, row.spec).label for row in rows.fields}
    names |= {line.anchor: line.name for lines in rows.lines.values() for line in lines}
    names |= {node.anchor: str(node) for node in rows.nodes}
    return names | {link.anchor: f"{link.source} → {link.target}" for link in rows.links}


def _hint(said: Said, names: dict[str, str], reason: str = "") -> Hint:
    target = "outline" if said.anchor == "sheet" else dom(said.anchor)
    return Hint(said, names.get(said.anchor, ""), target, reason)
