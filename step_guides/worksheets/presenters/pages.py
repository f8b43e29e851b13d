"""Everything the page of a sheet shows, gathered once, in as few queries as can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from step_guides.worksheets.boards import Board, board_of
from step_guides.worksheets.cautions import cautions_of
from step_guides.worksheets.checks import dismissed_remarks, open_remarks
from step_guides.worksheets.checks.remarks import Remark, Severity
from step_guides.worksheets.checks.texts import Said, say
from step_guides.worksheets.completeness import completeness
from step_guides.worksheets.exports import Format, formats_of
from step_guides.worksheets.models import Dismissal, Revision, Submission, Worksheet
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

if TYPE_CHECKING:
    from coursesite.accounts.models import User


@dataclass(frozen=True)
class Steps:
    """Numbers of the saves that « Annuler » and « Rétablir » would turn."""

    undo: int | None
    redo: int | None


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


def with_steps(sheets: QuerySet[Worksheet], person: User) -> QuerySet[Worksheet]:
    """Sheets that know the person's last save that stands and the last that she took back, whether a version was ever sent and whether a
    remark is set aside: no query of their own for what is not there."""

    def last(**which: bool) -> Subquery:
        mine = Revision.objects.filter(worksheet=OuterRef("pk"), by=person, **which)
        return Subquery(mine.order_by("-number").values("number")[:1])

    there = {"was_sent": Submission, "sets_aside": Dismissal}
    found = {name: Exists(model._default_manager.filter(worksheet=OuterRef("pk"))) for name, model in there.items()}
    return sheets.annotate(step_done=last(undone=False), step_back=last(undone=True), **found)


def steps_of(worksheet: Worksheet, person: User) -> Steps:
    if not hasattr(worksheet, "step_done"):
        worksheet = with_steps(Worksheet.objects.non_polymorphic().filter(pk=worksheet.pk), person).get()
    done, back = worksheet.step_done, worksheet.step_back  # type: ignore[attr-defined]
    redo = None
    if (back or 0) > (done or 0):
        mine = Revision.objects.filter(worksheet=worksheet.pk, by=person, undone=True, number__gt=done or 0)
        redo = mine.aggregate(first=Min("number"))["first"]
    return Steps(done, redo)


@dataclass
class SheetPage:
    """Lists and pictures are made from one reading of the rows."""

    worksheet: Worksheet
    content: Outline | Form
    document: Snapshot
    hints: list[Hint]
    set_aside: list[Hint]
    steps: Steps
    sending: Sending
    standing: Standing
    submissions: list[Submission]
    latest: Submission | None
    view: str = "liste"
    focus: str = ""
    deleted: bool = False
    kept: list[tuple[str, str]] = field(default_factory=list)  # typed text that could not be saved

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


def submissions_of(worksheet: Worksheet) -> list[Submission]:
    found = Submission.objects.filter(worksheet=worksheet.pk).defer("snapshot")
    return list(found.select_related("submitted_by", "claimed_by", "decided_by", "cohort").order_by("-number"))


def sheet_page(
    worksheet: Worksheet, person: User, *, trouble: Trouble | None = None, focus: str = "", linking: str = ""
) -> SheetPage:
    rows = rows_of(worksheet)
    document = snapshot(worksheet, rows)
    said = [say(remark) for remark in open_remarks(document)]
    names = _names(worksheet, rows)
    submissions = submissions_of(worksheet) if getattr(worksheet, "was_sent", True) else []
    latest = next((one for one in submissions if one.withdrawn_at is None), None)
    waits = latest is not None and latest.is_live
    readers = joined(who_answer(latest.cohort, worksheet.organisation)) if latest is not None and waits else ""
    sector = worksheet.organisation.sector
    content: Outline | Form
    if worksheet.spec.rows:
        content = outline_of(rows, said, trouble=trouble, focus=focus, linking=linking, sector=sector)
        content.tables = tables_of(worksheet.spec, rows, said, trouble=trouble, focus=focus, sector=sector)
    else:
        content = form_of(worksheet.spec, rows, said, trouble=trouble, focus=focus, sector=sector)
    return SheetPage(
        worksheet=worksheet,
        content=content,
        document=document,
        hints=[_hint(one, names) for one in sorted(said, key=lambda one: "EAS".index(one.remark.severity))],
        set_aside=[_hint(say(remark), names, reason) for remark, reason in dismissed_remarks(document)],
        steps=steps_of(worksheet, person) if worksheet.is_editable else Steps(None, None),
        sending=sending_of(worksheet, person) if worksheet.is_editable else Sending(),
        standing=standing_of(worksheet, latest, readers),
        submissions=submissions,
        latest=latest,
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
