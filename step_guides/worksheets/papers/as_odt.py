"""Sheets as a text that people go on writing in, the whole diagram as a picture; made of the markup of the PDF, so that the two say the same."""

from __future__ import annotations

from step_guides.worksheets.papers import odt
from step_guides.worksheets.papers.as_pdf import markup
from step_guides.worksheets.papers.content import Edition


def write(edition: Edition) -> bytes:
    """The same content gives the same bytes, apart from the date it bears."""
    wholes = [sheet.pictures[0] for sheet in edition.sheets if sheet.pictures]
    return odt.write(markup(edition), odt.About(edition.title, edition.organisation, edition.on, edition.language, wholes))
