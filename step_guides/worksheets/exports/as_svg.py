"""The picture of the theory as a file of its own: on white, and saying below whose it is."""

from __future__ import annotations

from step_guides.worksheets.diagram import draw
from step_guides.worksheets.exports.document import Document


def write(document: Document) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{draw(document.snapshot, title=document.about, caption=document.about)}'.encode()
