"""Sheets on pages of A4: tagged, « Brouillon » behind what nobody has validated or read."""

from __future__ import annotations

from django.template.loader import render_to_string

from coursesite.core.documents import missing_glyphs, source_of
from step_guides.worksheets.papers.content import Edition

REPLACEMENT = "□"
UNSEEN = dict.fromkeys([0xFE0E, 0xFE0F, 0x200D, 0x20E3])  # they only say how the sign before them is drawn


def html_of(edition: Edition) -> str:
    """The document, in the language of the moment. What our fonts cannot draw is replaced by a sign that they can, and this is said."""
    html = markup(edition).translate(UNSEEN)
    missing = set(missing_glyphs(html))
    if not missing:
        return html
    undrawn = sum(html.count(char) for char in missing)
    return markup(edition, undrawn=undrawn).translate(UNSEEN | {ord(char): REPLACEMENT for char in missing})


def css() -> str:
    return source_of("worksheets/pdf/paper.css")


def markup(edition: Edition, *, undrawn: int = 0) -> str:
    """The HTML of a document, whatever is made of it."""
    return render_to_string("worksheets/pdf/paper.html", {"edition": edition, "undrawn": undrawn})
