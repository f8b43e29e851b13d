"""What a document says, whatever its format: sheets as they stand today, or as they were sent, each with its standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _

from coursesite.core.dates import written
from step_guides.worksheets.enums import Decision, State
from step_guides.worksheets.exports.document import FINAL, Document
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Submission, Worksheet
from step_guides.worksheets.papers.pictures import Picture, pictures
from step_guides.worksheets.presenters.document import Frozen, freeze
from step_guides.worksheets.presenters.document_form import FrozenForm, ReadTable
from step_guides.worksheets.queries import latest_submission
from step_guides.worksheets.snapshots import snapshot
from step_guides.worksheets.words import words

COLUMNS = 4  # more than that is too narrow on a page: each line becomes a block


@dataclass(frozen=True)
class Sheet:
    """One sheet in a document. `standing` says of its text whose it is: « Brouillon », « Version 3, validée le 12 mai… »."""

    document: Document
    standing: str

    @property
    def title(self) -> str:
        return str(self.document.spec.title)

    @property
    def subtitle(self) -> str:
        """The name that a theory has been given, when it has one."""
        return self.document.snapshot["entries"].get("title", "") if self.document.spec.rows else ""

    @property
    def draft(self) -> bool:
        return self.document.draft

    @cached_property
    def read(self) -> Frozen | FrozenForm:
        return freeze(self.document.snapshot)

    @cached_property
    def theory(self) -> Frozen | None:
        return self.read if isinstance(self.read, Frozen) else None

    @cached_property
    def form(self) -> FrozenForm | None:
        return self.read if isinstance(self.read, FrozenForm) else None

    @cached_property
    def pictures(self) -> list[Picture]:
        return pictures(self.document.snapshot, title=self.subtitle or self.title) if self.document.spec.rows else []

    def grid(self, table: ReadTable) -> Grid | None:
        return grid_of(self.document.snapshot["kind"], table)


@dataclass(frozen=True)
class Edition:
    """Sheets of one organisation as one document; `whole` when it is a dossier, with a cover. `cohort`: what its trainers have received."""

    sheets: list[Sheet]
    organisation: str
    on: date
    language: str
    whole: bool = False
    cohort: str = ""

    @property
    def title(self) -> str:
        name = _("Evaluation dossier") if self.whole else self.sheets[0].title
        return f"{name}, {self.organisation}"

    @property
    def day(self) -> str:
        return written(self.on)

    @property
    def file_name(self) -> str:
        """Without its extension: letters, digits and hyphens, whatever the organisation is called."""
        if not self.whole:
            return self.sheets[0].document.file_name
        return "-".join(filter(None, ["dossier", slugify(self.organisation)[:60], self.on.isoformat()]))


@dataclass(frozen=True)
class Grid:
    """A table narrow enough for a page: what names each line first."""

    head: list[str]
    rows: list[list[str]]


def grid_of(kind: str, table: ReadTable) -> Grid | None:
    """None when the lines are too long, or say nothing beside their names."""
    if not table.lines:
        return None
    declared = spec_of(kind).table(table.lines[0].anchor.partition(":")[0])
    assert declared is not None
    columns = [one for one in declared.columns if declared.per or one.key != declared.name]
    if not 0 < len(columns) < COLUMNS:
        return None
    labels = [words(kind, declared, one.key).label for one in columns]
    first = words(kind, declared).one if declared.per else words(kind, declared, declared.name).label
    rows = [[line.label, *(dict(line.cells).get(label, "") for label in labels)] for line in table.lines]
    return Grid([first, *labels], rows)


def as_it_stands(worksheet: Worksheet, on: date) -> Sheet:
    """The version that was validated or read, while the sheet is; else what is written today, a draft."""
    sent = latest_submission(worksheet) if worksheet.state in FINAL else None
    if sent is not None:
        return as_sent(sent, on)
    return Sheet(_document(worksheet, snapshot(worksheet), State.DRAFT, on), _("Draft of %(day)s") % {"day": written(on)})


def as_sent(submission: Submission, on: date) -> Sheet:
    """A version, whatever has become of the sheet since."""
    state = submission.decision or State.SUBMITTED
    said = {"number": submission.number, "cohort": submission.cohort.name}
    if submission.decision in (Decision.VALIDATED, Decision.READ):
        said["day"] = written(submission.decided_at)
        text = (
            _("Version %(number)d, validated on %(day)s by a trainer of “%(cohort)s”")
            if submission.decision == Decision.VALIDATED
            else _("Version %(number)d, read on %(day)s by a trainer of “%(cohort)s”")
        )
    else:
        said["day"] = written(submission.submitted_at)
        text = (
            _("Draft: version %(number)d, sent on %(day)s, to be revised")
            if submission.decision
            else _("Draft: version %(number)d, sent on %(day)s, not answered yet")
        )
    return Sheet(_document(submission.worksheet, submission.snapshot, state, on), text % said)


def _document(worksheet: Worksheet, text: dict, state: str, on: date) -> Document:
    organisation = worksheet.organisation
    return Document(text, organisation.display_name, organisation.public_id, state, on)
