"""« Autres formats »: a sheet as a file that other tools read. Pure: one module a format, from a `Document` to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Kind
from step_guides.worksheets.exports import as_cids, as_csv, as_json, as_mermaid, as_svg, as_xlsform
from step_guides.worksheets.exports.document import FINAL, Document
from step_guides.worksheets.kinds import KindSpec

__all__ = ["FINAL", "Document", "Format", "formats_of"]


@dataclass(frozen=True)
class Format:
    """`slug` is its name in addresses; `only`: the kind of sheet that has it, when the others have not."""

    slug: str
    label: Any
    use: Any
    extension: str
    content_type: str
    write: Callable[[Document], bytes]
    only: str = ""


FORMATS = (
    Format("csv", _("Table (CSV)"), _("for a spreadsheet"), "csv", "text/csv; charset=utf-8", as_csv.write),
    Format("svg", _("Picture (SVG)"), _("the diagram, for a report or a drawing tool"), "svg", "image/svg+xml", as_svg.write,
           Kind.THEORY_OF_CHANGE),
    Format("mermaid", _("Mermaid text"), _("the diagram, for a page or a note that draws from text"), "mmd", "text/plain; charset=utf-8",
           as_mermaid.write, Kind.THEORY_OF_CHANGE),
    Format("xlsform", _("Form (CSV in the manner of XLSForm)"), _("the questions and their answers, for a survey tool"), "csv",
           "text/csv; charset=utf-8", as_xlsform.write, Kind.QUESTIONNAIRE),
    Format("json", _("Data (JSON)"), _("the whole worksheet, to keep or to process"), "json", "application/json", as_json.write),
    Format("cids", _("Common Impact Data Standard (JSON-LD)"), _("the outcomes, Basic tier"), "jsonld", "application/ld+json", as_cids.write,
           Kind.THEORY_OF_CHANGE),
)  # fmt: skip


def formats_of(spec: KindSpec) -> dict[str, Format]:
    """{slug: format} of what a sheet of this kind may be exported to, the most asked for first."""
    return {one.slug: one for one in FORMATS if one.only in ("", spec.kind)}
