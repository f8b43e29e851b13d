"""The looks of a text to go on with: its styles, and those that a table needs."""

from __future__ import annotations

from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.translation import pgettext
from odfdo import Document, Element

UPRIGHT, ACROSS = 17.0, 25.7  # cm that words may take on a page, upright or in landscape
LETTER, PADDING = 0.21, 0.3  # cm: a letter of a table in bold, and what surrounds the words of a cell
WIDEST = 60  # letters: what says more asks for no more room
_LEFT = ' table:align="left" fo:margin-top="0.1cm" fo:margin-bottom="0.2cm"'
_RULED = '<style:style style:name="GridCell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #4b5b63"/></style:style>'
CELLS = (
    _RULED,
    _RULED.replace("GridCell", "GridHeadCell").replace(
        "/></style:style>", ' fo:background-color="#f1efe8" style:vertical-align="bottom"/></style:style>'
    ),
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border-left="none" '
    'fo:border-right="none" fo:border-top="none" fo:border-bottom="0.5pt solid #d9d6cc"/></style:style>',
    '<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border-left="none" '
    'fo:border-right="none" fo:border-top="none" fo:border-bottom="1pt solid #4b5b63" style:vertical-align="bottom"/></style:style>',
)


def styles(title: str, of: str) -> bytes:
    """The looks of the text. Drafts have pages of their own, with a word behind them."""
    language, country = {"fr": ("fr", "FR"), "en": ("en", "GB")}.get(of, (of, "none"))
    draft = pgettext("watermark", "Draft")
    masters = [("Standard", "Upright", "")]
    masters += [(f"{word}{layout}", layout, draft if word else "") for word in ("", "Draft") for layout in ("Upright", "Across")]
    said = {"where": title, "language": language, "country": country, "masters": masters}
    return render_to_string("worksheets/odt/styles.xml", said).encode()


def widths(rows: list[list[str]], across: float) -> list[float]:
    """Of each column, in cm: room for its longest word, then the more it says, the wider."""
    least, more = [], []
    for column in zip_longest(*rows, fillvalue=""):
        least.append(LETTER * max((len(one) for text in column for one in text.split()), default=0) + PADDING)
        more.append(max(1, min(WIDEST, max(len(text) for text in column))))
    left = across - sum(least)
    if left < 0:
        return [across * one / sum(least) for one in least]
    return [one + left * share / sum(more) for one, share in zip(least, more, strict=True)]


def sized(document: Document, family: str, width: float) -> str:
    """The style of a table, or of a column, of a width in cm."""
    name = f"{family.title().replace('-', '')}{round(width * 100)}"
    document.insert_style(
        Element.from_tag(
            f'<style:style style:name="{name}" style:family="{family}"><style:{family}-properties style:{"column-" if family != "table" else ""}'
            f'width="{width:.2f}cm"{_LEFT if family == "table" else ""}/></style:style>'
        ),
        automatic=True,
    )
    return name


def high(document: Document, height: float) -> str:
    """The style of a line with room to write in, in cm."""
    name = f"Row{round(height * 100)}"
    row = f'<style:table-row-properties style:min-row-height="{height:.2f}cm" fo:keep-together="always"/>'
    document.insert_style(
        Element.from_tag(f'<style:style style:name="{name}" style:family="table-row">{row}</style:style>'), automatic=True
    )
    return name
