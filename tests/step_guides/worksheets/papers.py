"""What the tests of documents share."""

from __future__ import annotations

import subprocess

from coursesite.core.outbox import drain
from step_guides.worksheets.models import Paper


def made(paper: Paper) -> Paper:
    """After the worker has passed."""
    drain()
    return Paper.objects.get(pk=paper.pk)


def text_of(paper: Paper) -> str:
    """Its words, in one line."""
    return " ".join(_read(paper).split())


def watermarked(paper: Paper) -> bool:
    """Whether « Brouillon » runs across a page: letters at a slant are each read on a line of their own."""
    return "\n".join("Brouillon") in _read(paper, "-raw")


def _read(paper: Paper, *how: str) -> str:
    return subprocess.run(["pdftotext", *how, str(paper.path), "-"], capture_output=True, check=True, text=True).stdout
