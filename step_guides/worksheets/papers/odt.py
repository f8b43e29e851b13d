"""A text that people go on writing in: headings, lists, real tables, pictures that say what they show.

It is made of the markup of the PDF, so that the two say the same. A table of class `grid` is one to fill in by hand: lines all around, `data-widths`
of its columns and `data-height` of its lines in cm.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from lxml import html
from odfdo import TOC, Document, Element, Header, List, ListItem, Paragraph, Span
from odfdo import Link as Anchor

from step_guides.worksheets.papers.odt_looks import ACROSS, CELLS, UPRIGHT, high, sized, styles, widths
from step_guides.worksheets.papers.pictures import Picture

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
INLINE = {"strong": "Strong", "em": "Emphasised", "span": "", "a": ""}
PARAGRAPHS = {  # what a class of the markup is called among the styles of the text
    "stamp": "Stamp", "caution": "Caution", "mark": "Mark", "subtitle": "Subtitle", "owner": "Aside", "meta": "Aside", "kind": "Aside", "day": "Aside", "undrawn": "Aside",
    "name": "Name", "element": "Name", "fact": "Fact",
}  # fmt: skip
ASIDE = ("label", "meta", "tag")
BLOCKS = ("lines", "elements")  # lists whose items are blocks, each under its name
LANDSCAPE = (ACROSS, 15.5)  # cm that a picture may take
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date that zip gives to what has none
_SIZE = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that do not break


@dataclass(frozen=True)
class About:
    """What the file says of itself. `pictures`: those that the markup names in its wide pages, in order."""

    title: str
    creator: str
    on: date
    language: str
    pictures: Sequence[Picture] = ()


def write(markup: str, about: About) -> bytes:
    """The same content gives the same bytes, apart from the date it bears."""
    text = Writer(about)
    text.body(html.document_fromstring(markup).body)
    return text.packed()


class Writer:
    """Walks through the markup and writes as it goes. `page` is the master page that the next paragraph begins, when it begins one."""

    def __init__(self, about: About) -> None:
        self.about, self.wholes = about, about.pictures
        self.document = Document("text")
        self.document.container.set_part("styles.xml", styles(about.title, about.language))
        self.document.body.clear()
        for style in CELLS:
            self.document.insert_style(Element.from_tag(style), automatic=True)
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
                self.draft, across = "Draft" if "draft" in classes else "", "across" in classes
                self.page, self.across = f"{self.draft}{'Across' if across else 'Upright'}", ACROSS if across else UPRIGHT
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
            f'<table:table table:name="Table{self.tables}" table:style-name="{sized(self.document, "table", self.across)}"/>'
        )
        grid = "Grid" if node.get("class") == "grid" else ""
        told = [float(one) for one in node.get("data-widths", "").split()]
        for width in told or widths([[cell.text_content() for cell in row] for row in rows], self.across):
            made.append(
                Element.from_tag(f'<table:table-column table:style-name="{sized(self.document, "table-column", width)}"/>')
            )
        head = Element.from_tag("table:table-header-rows")
        for row in rows:
            top = row.getparent().tag == "thead"
            height = float(row.get("data-height", 0))
            line = Element.from_tag(
                f'<table:table-row table:style-name="{high(self.document, height)}"/>' if height else "table:table-row"
            )
            for cell in row:
                style = "Table_20_Heading" if top else "Table_20_Contents"
                paragraph = Paragraph(style=style)
                paragraph.append(self._inline(cell, Span(style="Strong") if cell.tag == "th" and not top else Span()))
                held = Element.from_tag(
                    f'<table:table-cell table:style-name="{grid}{"HeadCell" if top else "Cell"}" office:value-type="string"/>'
                )
                held.append(paragraph)
                line.append(held)
            (head if top else made).append(line)
            if top:
                made.append(head)
        into.append(made)

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
        meta, day = self.document.meta, datetime.combine(self.about.on, datetime.min.time())
        meta.title, meta.creator, meta.generator = self.about.title, self.about.creator, "Jalons"
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
