"""Sheets as a text that people go on writing in: headings, lists, real tables, the diagram as a picture that says what it shows.

It is made of the markup of the PDF, so that the two say the same.
"""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import html
from odfdo import TOC, Document, Element, Header, List, ListItem, Paragraph, Span
from odfdo import Link as Anchor

from step_guides.worksheets.papers.as_pdf import markup
from step_guides.worksheets.papers.content import Edition
from step_guides.worksheets.papers.pictures import Picture

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
INLINE = {"strong": "Strong", "em": "Emphasised", "span": "", "a": ""}
LANDSCAPE = (25.7, 15.5)  # cm that a picture may take
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date that zip gives to what has none
_SIZE = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that do not break
STYLES = (
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Emphasised" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>',
    '<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"><style:text-properties fo:font-size="26pt" '
    'fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Stamp" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties '
    'fo:background-color="#f1efe8" fo:padding="0.15cm"/><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="NewSheet" style:family="paragraph" style:parent-style-name="Heading_20_1" style:master-page-name="Standard">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>',
    '<style:style style:name="Wide" style:family="paragraph" style:parent-style-name="Heading_20_2" style:master-page-name="Landscape"/>',
    '<style:style style:name="AfterWide" style:family="paragraph" style:parent-style-name="Heading_20_2" style:master-page-name="Standard"/>',
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" '
    'fo:border="0.5pt solid #d9d6cc"/></style:style>',
)
PAGE = (
    '<style:page-layout style:name="LandscapePage"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" '
    'style:print-orientation="landscape" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/>'
    "</style:page-layout>",
    '<style:master-page style:name="Landscape" style:page-layout-name="LandscapePage"/>',
)


def write(edition: Edition) -> bytes:
    """The same content gives the same bytes, apart from the date it bears."""
    text = Writer(edition)
    text.body(html.document_fromstring(markup(edition)).body)
    return text.packed()


class Writer:
    """Walks through the markup and writes as it goes."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.document = Document("text")
        self.document.body.clear()
        self.document.language = {"fr": "fr-FR", "en": "en-GB"}.get(edition.language, edition.language)
        for style in STYLES:
            self.document.insert_style(Element.from_tag(style), automatic="Wide" in style or "NewSheet" in style)
        layout, master = (Element.from_tag(tag) for tag in PAGE)
        self.document.styles.get_element("//office:automatic-styles").append(layout)
        self.document.styles.get_element("//office:master-styles").append(master)
        self.wholes = [sheet.pictures[0] for sheet in edition.sheets if sheet.pictures]
        self.pictures = self.tables = 0
        self.after_wide = False

    def body(self, root: Any) -> None:
        self._blocks(root, self.document.body)

    # --- Blocks ---------------------------------------------------------------------------------------------------------------

    def _blocks(self, node: Any, into: Element) -> None:
        for child in node:
            tag, classes = child.tag, (child.get("class") or "").split()
            if tag == "nav":
                into.append(_contents(child))
            elif "wide" in classes:
                self._picture(child, into)
            elif tag == "h1" and node.get("class") == "cover":
                into.append(self._inline(child, Paragraph(style="Title")))
            elif tag in HEADINGS:
                into.append(self._heading(child))
            elif tag == "p":
                into.append(self._inline(child, Paragraph(style="Stamp" if "stamp" in classes else "Text_20_body")))
            elif tag in ("ul", "ol"):
                self._list(child, into)
            elif tag == "table":
                self._table(child, into)
            else:
                self._blocks(child, into)

    def _heading(self, node: Any) -> Header:
        level = HEADINGS[node.tag]
        own = "NewSheet" if level == 1 else "AfterWide" if self.after_wide and level == 2 else f"Heading_20_{level}"
        self.after_wide = False
        return self._inline(node, _header(level, own))

    def _list(self, node: Any, into: Element) -> None:
        made = List(style="Numbering_20_1" if node.tag == "ol" else "List_20_1")
        for item in node.iter("li"):
            if item.getparent() is not node:
                continue
            held = ListItem()
            if (item.text or "").strip() or (len(item) and item[0].tag in (*INLINE, "br")):
                held.append(self._inline(item, Paragraph(style="Text_20_body")))
            self._blocks([one for one in item if one.tag not in (*INLINE, "br")], held)
            made.append(held)
        into.append(made)

    def _table(self, node: Any, into: Element) -> None:
        self.tables += 1
        rows = list(node.iter("tr"))
        made = Element.from_tag(f'<table:table table:name="Table{self.tables}"/>')
        across = max(len(row) for row in rows)
        made.append(Element.from_tag(f'<table:table-column table:number-columns-repeated="{across}"/>'))
        for row in rows:
            line = Element.from_tag("table:table-row")
            for cell in row:
                words = Span(style="Strong") if cell.tag == "th" else Span()
                paragraph = Paragraph(style="Text_20_body")
                paragraph.append(self._inline(cell, words))
                held = Element.from_tag('<table:table-cell table:style-name="Cell" office:value-type="string"/>')
                held.append(paragraph)
                line.append(held)
            if row.getparent().tag == "thead":
                head = Element.from_tag("table:table-header-rows")
                head.append(line)
                made.append(head)
            else:
                made.append(line)
        into.append(made)

    def _picture(self, node: Any, into: Element) -> None:
        """The whole diagram on a page of its own; its parts, which only serve to print, are left out."""
        if self.pictures >= len(self.wholes) or node.findtext("h2") != self.wholes[self.pictures].label:
            return
        whole = self.wholes[self.pictures]
        self.pictures += 1
        heading = _header(2, "Wide")
        heading.append(whole.label)
        into.append(heading)
        paragraph = Paragraph(style="Text_20_body")
        paragraph.append(self._frame(whole, f"Pictures/schema-{self.pictures}.svg"))
        into.append(paragraph)
        self.after_wide = True

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
            if child.tag == "br":
                into.append(Element.from_tag("text:line-break"))
            elif child.tag == "a" and (child.get("href") or "").startswith(("http:", "https:", "mailto:")):
                into.append(self._inline(child, Anchor(child.get("href"))))
            elif child.tag in INLINE:
                into.append(self._inline(child, Span(style=INLINE[child.tag] or None)))
            elif child.tag not in ("ul", "ol", "p"):
                self._inline(child, into)
            _say(into, child.tail or "")
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


def _header(level: int, style: str) -> Header:
    made = Header(level)
    made.set_attribute("text:style-name", style)
    return made


def _contents(nav: Any) -> TOC:
    """A table of contents that the word processor brings up to date, with its page numbers; until then, the titles."""
    made = TOC(title=nav.findtext("h2") or "", outline_level=1)
    made.set_attribute("text:protected", "false")
    held = made.get_element("text:index-body")
    assert held is not None
    for link in nav.iter("a"):
        line = Paragraph(style="Contents_20_1")
        line.append(link.text_content())
        held.append(line)
    return made


def _say(into: Any, text: str) -> None:
    text = _SPACES.sub(" ", text)
    if text:
        into.append(text)
