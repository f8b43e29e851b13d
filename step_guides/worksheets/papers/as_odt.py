"""Sheets as a text that people go on writing in: headings, lists, real tables, the diagram as a picture that says what it shows.

It is made of the markup of the PDF, so that the two say the same.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import pgettext
from lxml import html
from odfdo import TOC, Document, Element, Header, List, ListItem, Paragraph, Span
from odfdo import Link as Anchor

from step_guides.worksheets.papers.as_pdf import markup
from step_guides.worksheets.papers.content import Edition
from step_guides.worksheets.papers.pictures import Picture

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
INLINE = {"strong": "Strong", "em": "Emphasised", "span": "", "a": ""}
PARAGRAPHS = {  # what a class of the markup is called among the styles of the text
    "stamp": "Stamp", "caution": "Caution", "mark": "Mark", "subtitle": "Subtitle", "owner": "Aside", "meta": "Aside", "kind": "Aside", "day": "Aside", "undrawn": "Aside",
    "name": "Name", "element": "Name", "fact": "Fact",
}  # fmt: skip
ASIDE = ("label", "meta", "tag")
BLOCKS = ("lines", "elements")  # lists whose items are blocks, each under its name
UPRIGHT, ACROSS = 17.0, 25.7  # cm that words may take on a page, upright or in landscape
LANDSCAPE = (ACROSS, 15.5)  # cm that a picture may take
LETTER, PADDING = 0.21, 0.3  # cm: a letter of a table in bold, and what surrounds the words of a cell
WIDEST = 60  # letters: what says more asks for no more room
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date that zip gives to what has none
_SIZE = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_LEFT = ' table:align="left" fo:margin-top="0.1cm" fo:margin-bottom="0.2cm"'
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that do not break
CELLS = (
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border-left="none" '
    'fo:border-right="none" fo:border-top="none" fo:border-bottom="0.5pt solid #d9d6cc"/></style:style>',
    '<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border-left="none" '
    'fo:border-right="none" fo:border-top="none" fo:border-bottom="1pt solid #4b5b63" style:vertical-align="bottom"/></style:style>',
)


def write(edition: Edition) -> bytes:
    """The same content gives the same bytes, apart from the date it bears."""
    text = Writer(edition)
    text.body(html.document_fromstring(markup(edition)).body)
    return text.packed()


class Writer:
    """Walks through the markup and writes as it goes. `page` is the master page that the next paragraph begins, when it begins one."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.document = Document("text")
        self.document.container.set_part("styles.xml", _styles(edition))
        self.document.body.clear()
        for style in CELLS:
            self.document.insert_style(Element.from_tag(style), automatic=True)
        self.wholes = [sheet.pictures[0] for sheet in edition.sheets if sheet.pictures]
        self.pictures = self.tables = self.begun = 0
        self.page, self.draft, self.across = "", "", UPRIGHT

    def body(self, root: Any) -> None:
        self._blocks(root, self.document.body)

    # --- Blocks ---------------------------------------------------------------------------------------------------------------

    def _blocks(self, node: Any, into: Element) -> None:
        for child in node:
            tag, classes = child.tag, (child.get("class") or "").split()
            if tag == "nav":
                into.append(_contents(child))
            elif tag == "article":
                self.draft = "Draft" if "draft" in classes else ""
                self.page = f"{self.draft}Upright"
                self._blocks(child, into)
            elif "wide" in classes:
                self._picture(child, into)
            elif "across" in classes:
                self.page, self.across = f"{self.draft}Across", ACROSS
                self._blocks(child, into)
                self.page, self.across = f"{self.draft}Upright", UPRIGHT
            elif tag == "h1" and node.get("class") == "cover":
                into.append(self._inline(child, Paragraph(style="Title")))
            elif tag in HEADINGS:
                into.append(self._heading(child))
            elif tag == "p":
                style = next((PARAGRAPHS[one] for one in classes if one in PARAGRAPHS), "Text_20_body")
                into.append(self._inline(child, Paragraph(style=self._begins(style))))
            elif tag in ("ul", "ol") and any(one in BLOCKS for one in classes):
                for item in child:
                    self._blocks(item, into)
            elif tag in ("ul", "ol"):
                self._list(child, into)
            elif tag == "table":
                self._table(child, into)
            else:
                self._blocks(child, into)

    def _begins(self, style: str) -> str:
        """The style itself; where a page begins, one made of it that begins it."""
        if not self.page:
            return style
        self.begun += 1
        name = f"Begins{self.begun}"
        self.document.insert_style(
            Element.from_tag(
                f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{style}" style:master-page-name="{self.page}"/>'
            ),
            automatic=True,
        )
        self.page = ""
        return name

    def _heading(self, node: Any) -> Header:
        level = HEADINGS[node.tag]
        made = _header(level, self._begins(f"Heading_20_{level}"))
        name = next((one.get("id") for one in node.iterancestors("article")), None)
        if level == 1 and name:
            made.append(Element.from_tag(f'<text:bookmark text:name="{name}"/>'))
        return self._inline(node, made)

    def _list(self, node: Any, into: Element) -> None:
        made = List(style="Numbering_20_1" if node.tag == "ol" else "List_20_1")
        for item in node.iter("li"):
            if item.getparent() is not node:
                continue
            held = ListItem()
            if (item.text or "").strip() or (len(item) and item[0].tag in (*INLINE, "br")):
                held.append(self._inline(item, Paragraph(style="Item")))
            self._blocks([one for one in item if one.tag not in (*INLINE, "br")], held)
            made.append(held)
        into.append(made)

    def _table(self, node: Any, into: Element) -> None:
        self.tables += 1
        rows = list(node.iter("tr"))
        made = Element.from_tag(
            f'<table:table table:name="Table{self.tables}" table:style-name="{self._sized("table", self.across)}"/>'
        )
        for width in _widths([[cell.text_content() for cell in row] for row in rows], self.across):
            made.append(Element.from_tag(f'<table:table-column table:style-name="{self._sized("table-column", width)}"/>'))
        head = Element.from_tag("table:table-header-rows")
        for row in rows:
            top = row.getparent().tag == "thead"
            line = Element.from_tag("table:table-row")
            for cell in row:
                style = "Table_20_Heading" if top else "Table_20_Contents"
                paragraph = Paragraph(style=style)
                paragraph.append(self._inline(cell, Span(style="Strong") if cell.tag == "th" and not top else Span()))
                held = Element.from_tag(
                    f'<table:table-cell table:style-name="{"HeadCell" if top else "Cell"}" office:value-type="string"/>'
                )
                held.append(paragraph)
                line.append(held)
            (head if top else made).append(line)
            if top:
                made.append(head)
        into.append(made)

    def _sized(self, family: str, width: float) -> str:
        """The style of a table, or of a column, of a width in cm."""
        name = f"{family.title().replace('-', '')}{round(width * 100)}"
        self.document.insert_style(
            Element.from_tag(
                f'<style:style style:name="{name}" style:family="{family}"><style:{family}-properties style:{"column-" if family != "table" else ""}'
                f'width="{width:.2f}cm"{_LEFT if family == "table" else ""}/></style:style>'
            ),
            automatic=True,
        )
        return name

    def _picture(self, node: Any, into: Element) -> None:
        """The whole diagram on a page of its own; its parts, which only serve to print, are left out."""
        if self.pictures >= len(self.wholes) or node.findtext("h2") != self.wholes[self.pictures].label:
            return
        whole = self.wholes[self.pictures]
        self.pictures += 1
        self.page = f"{self.draft}Across"
        heading = _header(2, self._begins("Heading_20_2"))
        heading.append(whole.label)
        into.append(heading)
        paragraph = Paragraph(style="Text_20_body")
        paragraph.append(self._frame(whole, f"Pictures/schema-{self.pictures}.svg"))
        into.append(paragraph)
        self.page = f"{self.draft}Upright"

    def _frame(self, picture: Picture, path: str) -> Element:
        size = _SIZE.search(picture.svg)
        assert size is not None
        across, down = float(size[1]), float(size[2])
        scale = min(LANDSCAPE[0] / across, LANDSCAPE[1] / down)
        self.document.container.set_part(path, str(picture.svg).encode())
        self.document.manifest.add_full_path(path, "image/svg+xml")
        frame = Element.from_tag(
            f'<draw:frame draw:name="Schema {self.pictures}" text:anchor-type="as-char" svg:width="{across * scale:.2f}cm" '
            f'svg:height="{down * scale:.2f}cm"><draw:image xlink:href="{path}" xlink:type="simple" xlink:show="embed" '
            'xlink:actuate="onLoad"/></draw:frame>'
        )
        for tag, text in (("svg:title", picture.label), ("svg:desc", picture.title)):
            said = Element.from_tag(tag)
            said.text = text
            frame.append(said)
        return frame

    # --- Words ----------------------------------------------------------------------------------------------------------------

    def _inline(self, node: Any, into: Any) -> Any:
        """The words of a node, its blocks left out, with what is strong, emphasised or linked."""
        _say(into, (node.text or "").lstrip())
        for child in node:
            after = child.tail or ""
            if child.tag == "br":
                into.append(Element.from_tag("text:line-break"))
                after = after.lstrip(" \t\r\n")
            elif child.tag == "a" and (child.get("href") or "").startswith(("http:", "https:", "mailto:")):
                into.append(self._inline(child, Anchor(child.get("href"))))
            elif child.tag in INLINE:
                aside = any(one in ASIDE for one in (child.get("class") or "").split())
                into.append(self._inline(child, Span(style="Label" if aside else INLINE[child.tag] or None)))
            elif child.tag not in ("ul", "ol", "p"):
                self._inline(child, into)
            _say(into, after)
        return into

    # --- The file -------------------------------------------------------------------------------------------------------------

    def packed(self) -> bytes:
        meta, day = self.document.meta, datetime.combine(self.edition.on, datetime.min.time())
        meta.title, meta.creator, meta.generator = self.edition.title, self.edition.organisation, "Jalons"
        meta.creation_date = meta.date = day
        loose, packed = BytesIO(), BytesIO()
        self.document.save(loose)
        with zipfile.ZipFile(loose) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
            for name in before.namelist():
                kept = zipfile.ZipInfo(name, LONG_AGO)
                kept.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                after.writestr(kept, before.read(name))
        return packed.getvalue()


def _styles(edition: Edition) -> bytes:
    """The looks of the text. Drafts have pages of their own, with a word behind them."""
    language, country = {"fr": ("fr", "FR"), "en": ("en", "GB")}.get(edition.language, (edition.language, "none"))
    draft = pgettext("watermark", "Draft")
    masters = [("Standard", "Upright", "")]
    masters += [(f"{word}{layout}", layout, draft if word else "") for word in ("", "Draft") for layout in ("Upright", "Across")]
    said = {"where": edition.title, "language": language, "country": country, "masters": masters}
    return render_to_string("worksheets/odt/styles.xml", said).encode()


def _widths(rows: list[list[str]], across: float) -> list[float]:
    """Of each column, in cm: room for its longest word, then the more it says, the wider."""
    least, more = [], []
    for column in zip_longest(*rows, fillvalue=""):
        least.append(LETTER * max((len(one) for text in column for one in text.split()), default=0) + PADDING)
        more.append(max(1, min(WIDEST, max(len(text) for text in column))))
    left = across - sum(least)
    if left < 0:
        return [across * one / sum(least) for one in least]
    return [one + left * share / sum(more) for one, share in zip(least, more, strict=True)]


def _header(level: int, style: str) -> Header:
    made = Header(level)
    made.set_attribute("text:style-name", style)
    return made


def _contents(nav: Any) -> TOC:
    """A table of contents that the word processor brings up to date; each line leads to its sheet and says its page."""
    made = TOC(title=nav.findtext("h2") or "", outline_level=1)
    made.set_attribute("text:protected", "false")
    held = made.get_element("text:index-body")
    title = made.get_element("text:index-body/text:index-title/text:p")
    assert held is not None and title is not None
    title.set_attribute("text:style-name", "Contents_20_Heading")
    for link in nav.iter("a"):
        name = (link.get("href") or "").removeprefix("#")
        line = Paragraph(style="Contents_20_1")
        anchor = Anchor(f"#{name}")
        anchor.append(link.text_content())
        line.append(anchor)
        line.append(Element.from_tag("text:tab"))
        line.append(Element.from_tag(f'<text:bookmark-ref text:reference-format="page" text:ref-name="{name}"/>'))
        held.append(line)
    return made


def _say(into: Any, text: str) -> None:
    text = _SPACES.sub(" ", text)
    if text:
        into.append(text)
