"""The dossier of an organisation with every kind of sheet, as the worker makes it (markup and pages, in the child process), beside WeasyPrint
alone on the same page."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tests.bench.measure import Effort, Figure, at_most_times

if TYPE_CHECKING:
    from step_guides.worksheets.papers.content import Edition
    from tests.bench.site import Site

ROUNDS = 8  # of some seconds each


def measure(site: Site, effort: Effort) -> list[Figure]:
    from django.utils import translation
    from weasyprint import HTML

    from coursesite.core import documents, rendering
    from step_guides.worksheets.papers import as_pdf

    with translation.override("fr"):
        html, css = as_pdf.html_of(edition()), as_pdf.css()
    font_config, styles = documents._style(css)
    fetcher = documents._fetcher_class()

    def ours() -> bytes:
        with translation.override("fr"):
            return rendering.write_pdf_apart(as_pdf.html_of(edition()), css=css)

    def alone() -> bytes:
        document = HTML(string=html, url_fetcher=fetcher({}))
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=None, font_config=font_config, stylesheets=styles)

    if ours() != alone():
        raise RuntimeError("the two ways do not make the same document")
    best = [float("inf"), float("inf")]
    for _ in range(min(ROUNDS, effort.documents)):
        for place, way in enumerate((ours, alone)):
            began = _cpu()
            way()
            best[place] = min(best[place], _cpu() - began)
    rendering.end_child()
    return [at_most_times("dossier_pdf", best[0] * 1000, best[1] * 1000, 1.15)]


def _cpu() -> float:
    """Seconds of processor of this process and of the child that makes documents."""
    from coursesite.core import rendering

    child = rendering._child
    assert child is not None
    return time.process_time() + time.clock_gettime((~child.process.pid << 3) | 2)  # CLOCK_PROCESS_CPUTIME_ID of another process


def edition() -> Edition:
    """The filled examples of every kind, one in two validated."""
    from step_guides.worksheets.examples import filled_example
    from step_guides.worksheets.exports.document import Document
    from step_guides.worksheets.kinds import all_kinds
    from step_guides.worksheets.papers.content import Edition, Sheet

    day, sheets = date(2026, 11, 22), []
    for number, spec in enumerate(all_kinds()):
        state = "validated" if number % 2 else "draft"
        document = Document(filled_example(spec.kind).snapshot, "Les Amarres (exemple fictif)", UUID(int=1), state, day)
        sheets.append(Sheet(document, "Version 3" if number % 2 else "Brouillon"))
    return Edition(sheets, "Les Amarres (exemple fictif)", day, "fr", whole=True)
