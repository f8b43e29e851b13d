"""What a tool to take away says, whatever is made of it: its way of use with one line filled in, then the sheet to fill in on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from coursesite.core.documents import source_of
from coursesite.core.rendering import write_pdf_apart
from step_guides.worksheets.papers import odt

if TYPE_CHECKING:
    from step_guides.guide.models import Tool

LANGUAGE = "fr"  # that of the tools themselves
TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}
LOOKS = (
    "guide/pdf/tool.html",
    "guide/pdf/_tool.html",
    "worksheets/pdf/paper.css",
    "guide/pdf/tool.css",
    "worksheets/odt/styles.xml",
)
ROOM = {False: 20.5, True: 12.0}  # cm that lines to fill in share on a page, upright or across
HIGHEST = 3.6  # cm


@dataclass(frozen=True)
class Laid:
    """A tool as it is laid on paper."""

    tool: Tool

    @cached_property
    def columns(self) -> list[str]:
        return lines_of(self.tool.columns)

    @cached_property
    def example(self) -> list[str]:
        return lines_of(self.tool.example)

    @property
    def how(self) -> list[str]:
        return lines_of(self.tool.how)

    @cached_property
    def rows(self) -> list[list[str]]:
        """What is already written on each line, then nothing."""
        labels = lines_of(self.tool.row_labels)
        labels += [""] * (self.tool.rows - len(labels))
        return [[label, *[""] * (len(self.columns) - 1)] for label in labels]

    @property
    def height(self) -> str:
        """Of a line to fill in, in cm."""
        return f"{min(HIGHEST, ROOM[self.tool.across] / self.tool.rows):.2f}"

    @cached_property
    def widths(self) -> list[float]:
        """Of each column, in cm of the ODT: what the filled line says tells how much there is to write."""
        said = [self.columns, self.example, *self.rows]
        return odt.widths(said, odt.ACROSS if self.tool.across else odt.UPRIGHT)

    @property
    def widths_in_words(self) -> str:
        return " ".join(f"{one:.2f}" for one in self.widths)

    def markup(self) -> str:
        return render_to_string("guide/pdf/tool.html", {"laid": self, "tool": self.tool, "where": self.where})

    @property
    def where(self) -> str:
        return _("%(tool)s – tool to take away") % {"tool": self.tool.title}

    def css(self) -> str:
        """That of the worksheets, what the tools add to it, and the sizes of this one."""
        whole = sum(self.widths)
        columns = [
            f".grid col:nth-child({place}) {{ width: {100 * one / whole:.2f}% }}" for place, one in enumerate(self.widths, 1)
        ]
        return "\n".join(
            [
                *(source_of(one) for one in LOOKS if one.endswith(".css")),
                *columns,
                f".blank tbody tr {{ height: {self.height}cm }}",
            ]
        )

    def write(self, extension: str, on: date) -> bytes:
        """The same tool gives the same bytes. Raises RenderError."""
        if extension == "odt":
            return odt.write(self.markup(), odt.About(self.tool.title, "Jalons", on, LANGUAGE))
        return write_pdf_apart(self.markup(), css=self.css())


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def kept(slug: str, revision: int | None, extension: str) -> Path:
    """Where a file of a published revision is kept."""
    return folder() / f"{slug}.{revision}.{extension}"


def folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "tools"


def looks() -> str:
    """Names the looks of the files: another release that changes them has them made again."""
    return _digest(source_of(one) for one in LOOKS)


def _digest(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:16]
