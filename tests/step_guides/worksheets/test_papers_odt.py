"""A sheet as a text to go on with: opened and read back as a word processor would."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.utils import translation
from odfdo import Document as Odt

from coursesite.core.outbox import drain
from step_guides.worksheets import actions
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.exports.document import Document
from step_guides.worksheets.kinds import all_kinds
from step_guides.worksheets.models import Paper, Worksheet
from step_guides.worksheets.papers import as_odt
from step_guides.worksheets.papers.content import Edition, Sheet
from tests.people import World


def edition(*kinds: str, whole: bool = False) -> Edition:
    """The filled examples, as one document."""
    day = date(2026, 11, 22)
    documents = [Document(filled_example(kind).snapshot, "Les Amarres", UUID(int=1), "draft", day) for kind in kinds]
    return Edition([Sheet(one, "Brouillon du 22 novembre 2026") for one in documents], "Les Amarres", day, "fr", whole=whole)


def written(made: Edition) -> Any:
    with translation.override("fr"):
        return Odt(BytesIO(as_odt.write(made)))


def headings(odt: Any) -> list[tuple[int, str]]:
    return [(int(one.level), one.text_recursive) for one in odt.body.get_headers()]


def test_headings_tables_and_language_are_those_of_a_document() -> None:
    odt = written(edition("framing"))
    assert headings(odt)[:2] == [(1, "Cadrage"), (2, "Pourquoi et pour qui")]
    assert odt.language == "fr-FR" and odt.meta.title == "Cadrage, Les Amarres"
    table = odt.body.get_tables()[0]
    head = table.get_elements("table:table-header-rows//text:p")
    assert head[0].text_recursive == "Pour qui"
    assert "Brouillon du 22 novembre 2026" in odt.get_formatted_text()


def test_the_diagram_is_a_picture_that_says_what_it_shows_and_the_words_follow() -> None:
    odt = written(edition("theory_of_change"))
    frames = odt.body.get_elements("//draw:frame")
    assert len(frames) == 1
    assert (
        "Schéma" in frames[0].get_element("svg:title").text and "La liste et le récit" in frames[0].get_element("svg:desc").text
    )
    path = frames[0].get_element("draw:image").get_attribute("xlink:href")
    svg = ElementTree.fromstring(odt.container.get_part(path))
    assert svg.tag.endswith("}svg") and "foreignObject" not in odt.container.get_part(path).decode()
    assert {"Éléments et liens", "Récit"} <= {text for _level, text in headings(odt)}


def test_every_kind_in_a_dossier_with_its_contents() -> None:
    kinds = [spec.kind for spec in all_kinds()]
    odt = written(edition(*kinds, whole=True))
    with translation.override("fr"):
        titles = [str(spec.title) for spec in all_kinds()]
    assert [text for level, text in headings(odt) if level == 1] == titles
    contents = odt.body.get_elements("//text:index-body/text:p/text:a")
    assert [one.inner_text for one in contents] == titles
    marks = [one.get_attribute("text:name") for one in odt.body.get_elements("//text:h/text:bookmark")]
    assert [one.get_attribute("xlink:href") for one in contents] == [f"#{mark}" for mark in marks]
    pages = odt.body.get_elements("//text:index-body/text:p/text:bookmark-ref")
    assert [one.get_attribute("text:ref-name") for one in pages] == marks


def begins(odt: Any, words: str) -> str:
    """The master page that a heading or a paragraph begins, « » when it goes on."""
    held = next(one for one in odt.body.get_elements("//text:h|//text:p") if one.inner_text == words)
    style = odt.get_style("paragraph", held.get_attribute("text:style-name"))
    return (style.get_attribute("style:master-page-name") or "") if style else ""


def test_a_draft_stands_on_pages_that_say_so_and_nothing_else_does() -> None:
    draft = written(edition("framing"))
    assert begins(draft, "Les Amarres") == "DraftUpright" and begins(draft, "Cadrage") == ""  # no page for the owner alone
    sheet = edition("framing").sheets[0]
    final = Sheet(replace(sheet.document, state="validated"), "Version 1, validée")
    kept = written(Edition([final], "Les Amarres", date(2026, 11, 22), "fr"))
    assert begins(kept, "Les Amarres") == "Upright"
    masters = {one.get_attribute("style:name"): one for one in draft.styles.get_elements("//style:master-page")}
    assert {name for name, one in masters.items() if "Brouillon" in one.serialize()} == {"DraftUpright", "DraftAcross"}
    assert "Cadrage, Les Amarres" in masters["Standard"].serialize()


def test_the_table_of_the_indicators_lies_across_the_page() -> None:
    odt = written(edition("priorities"))
    assert begins(odt, "Tableau des indicateurs") == "DraftAcross"
    table = odt.body.get_tables()[-1]
    head = [one.inner_text for one in table.get_elements("table:table-header-rows//text:p")]
    assert head[0] == "Indicateur" and "Cible" in head
    widths = [
        odt.get_style("table-column", one.get_attribute("table:style-name")).get_properties("table-column")["style:column-width"]
        for one in table.get_elements("table:table-column")
    ]
    assert len(widths) == len(head) and abs(sum(float(one.removesuffix("cm")) for one in widths) - 25.7) < 0.1


def test_a_break_begins_no_line_with_a_space() -> None:
    odt = written(edition("framing"))
    after = [one.tail for one in odt.body.get_elements("//text:line-break") if one.tail]
    assert after and not any(tail.startswith(" ") for tail in after)


def test_the_same_content_gives_the_same_bytes_and_a_sound_package() -> None:
    with translation.override("fr"):
        first, again = as_odt.write(edition("theory_of_change")), as_odt.write(edition("theory_of_change"))
    assert first == again
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert package.namelist()[0] == "mimetype" and package.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        listed = package.read("META-INF/manifest.xml").decode()
        assert all(name in listed for name in package.namelist() if name.startswith("Pictures/"))


@pytest.mark.django_db
def test_what_people_type_stays_text_and_links_lead_to_the_web_alone(
    sheet: Worksheet, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    label = '<img src="http://127.0.0.1:9/x.png"> & 🙂'
    actions.add_node(sheet, "activity", {"label": label}, by=world.amina)
    actions.edit_row(
        sheet, "field:scope", {"text": "[un](file:///etc/hostname) [deux](https://exemple.fr)"}, lock=0, by=world.amina
    )
    actions.ask_for_sheet(sheet, "odt", by=world.amina)
    drain()
    paper = Paper.objects.get()
    assert paper.state == "ready" and paper.path.suffix == ".odt"
    odt = Odt(paper.path)
    assert label in odt.get_formatted_text()
    assert {one.get_attribute("xlink:href") for one in odt.body.get_elements("//text:a")} == {"https://exemple.fr"}


def test_nothing_is_said_twice_and_a_question_needs_no_colon() -> None:
    text = written(edition("theory_of_change", "needs")).get_formatted_text()
    assert "parce que… parce qu" not in " ".join(text.split()) and "?\u00a0:" not in text and "? :" not in text
    assert "parce que" in text and "Est-elle prioritaire" in text
