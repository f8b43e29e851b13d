"""What the worker does of a request: reads the sheets, makes the file, keeps it, and says as it goes how far it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.utils import timezone, translation

from coursesite.core.file_requests import FileState, Progress
from coursesite.core.kept_files import keep
from coursesite.core.rendering import write_pdf_apart
from step_guides.worksheets.enums import PaperFormat
from step_guides.worksheets.kinds import spec_of
from step_guides.worksheets.models import Paper, Submission, Worksheet
from step_guides.worksheets.papers import as_odt, as_pdf
from step_guides.worksheets.papers.content import Edition, as_it_stands, as_sent
from step_guides.worksheets.queries import begun, received


def make(paper: Paper) -> None:
    """Makes the file of this request; again: the same. Raises RenderError, OSError when the disk is full."""
    if not Paper.objects.of(paper).update(state=FileState.MAKING):
        return
    started, progress = timezone.now(), Progress(paper)
    with translation.override(paper.language):
        edition = _gather(paper, timezone.localdate(started), progress)
        data = _write(paper.format, edition, progress)
    if not Paper.objects.of(paper).exists():  # answered by another worker, or asked anew
        return
    keep(paper.path, data)
    made = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "file_name": edition.file_name, "made_at": started}
    Paper.objects.of(paper).update(state=FileState.READY, **made)


def _write(asked: str, edition: Edition, progress: Progress) -> bytes:
    if asked == PaperFormat.ODT:
        return as_odt.write(edition)
    return write_pdf_apart(as_pdf.html_of(edition), css=as_pdf.css(), on_page=progress.page)


def _gather(paper: Paper, on: date, progress: Progress) -> Edition:
    sources = _sources(paper)
    progress.say(now=True, sheets=len(sources), gathered=0, pages=0)
    sheets = []
    for one in sources:
        sheets.append(as_sent(one, on) if isinstance(one, Submission) else as_it_stands(one, on))
        progress.say(gathered=len(sheets))
    progress.say(now=True, gathered=len(sheets))
    cohort = paper.cohort.name if paper.cohort else ""
    return Edition(sheets, paper.organisation.display_name, on, paper.language, whole=paper.is_whole, cohort=cohort)


def _sources(paper: Paper) -> Sequence[Worksheet | Submission]:
    """What it is made of, in the order of the course."""
    if paper.cohort is not None:
        return received(paper.organisation, paper.cohort)
    if paper.is_whole:
        return sorted(begun(paper.organisation), key=lambda one: spec_of(one.kind).step)
    return [one for one in (paper.submission, paper.worksheet) if one is not None]
