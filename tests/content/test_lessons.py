"""Lessons and steps: whole, readable, at their place in the course, and leading to what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from coursesite.core.markdown import load_document
from coursesite.pages.rich_text import sections
from modules.catalogue.enums import WorksheetKind
from step_guides.worksheets.enums import Kind, NodeKind
from step_guides.worksheets.kinds import spec_of
from tests.content.reading import ease
from tests.content.texts import GUIDE, LINK, ROOT, TERM, Lesson, exercises, lessons, modules, plain, terms, words

LENGTH = range(450, 951)  # words of a lesson
EASE = (65, 95)  # from standard to very easy, on the scale of `reading.py`
FICTIONAL = "(exemple fictif)"

every_lesson = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.name)
every_step = pytest.mark.parametrize("path", sorted(GUIDE.glob("steps/*.md")), ids=lambda path: path.stem)


@every_lesson
def test_a_lesson_is_whole(lesson: Lesson) -> None:
    meta = lesson.document.meta
    assert set(meta) == {"slug", "title", "minutes", "intro"}
    assert lesson.name.endswith(f"-{meta['slug']}.md")
    assert len(words(lesson.text)) in LENGTH
    assert len(lesson.blocks("a-retenir")) == 1
    assert any(FICTIONAL in block.text for block in lesson.blocks("exemple"))
    linked = [slug for block in lesson.document.blocks for slug, _words in TERM.findall(block.text)]
    assert len(set(linked)) >= 2


@every_lesson
def test_a_lesson_reads_easily(lesson: Lesson) -> None:
    assert EASE[0] <= ease(lesson.text) <= EASE[1]


@every_lesson
def test_what_a_lesson_opens_in_a_sheet_is_there(lesson: Lesson) -> None:
    for block in lesson.blocks("fiche"):
        spec = spec_of(Kind(WorksheetKind(block.attributes["fiche"]).name.lower()))
        rows = {field.key for field in spec.fields} | {table.key for table in spec.tables}
        if spec.kind == Kind.THEORY_OF_CHANGE:
            rows |= {*NodeKind.values, "link", "assumption", "evidence", "dismissed"}
        assert set(block.attributes["lignes"].split(",")) <= rows, block.attributes


def test_examples_come_from_the_three_sectors_in_every_module() -> None:
    told: dict[str, set[str]] = {}
    for lesson in lessons():
        told.setdefault(lesson.module, set()).update(block.attributes["secteur"] for block in lesson.blocks("exemple"))
    assert {module: sectors for module, sectors in told.items() if sectors != {"justice", "enfance", "handicap"}} == {}


def test_modules_announce_their_lessons_and_the_time_they_take() -> None:
    for slug, module in modules().items():
        written = [lesson.document.meta for lesson in lessons() if lesson.module == slug]
        assert [meta["title"] for meta in written] == module["lessons"], slug
        assert sum(meta["minutes"] for meta in written) == module["minutes"], slug


def test_modules_name_their_sheets_as_the_screen_does() -> None:
    with override("fr"):
        names = {kind.value: str(kind.label) for kind in WorksheetKind}
        for module in modules().values():
            assert set(module["sheets"]) <= set(names.values())
            assert {names[kind] for kind in module["requires"]} <= set(module["sheets"])


def test_every_exercise_stands_in_one_lesson() -> None:
    placed = [code for lesson in lessons() for code in lesson.exercises]
    assert len(placed) == len(set(placed))
    assert sorted(exercises()) == sorted(placed)


def test_a_lesson_leaves_time_to_read_it() -> None:
    """At 250 words a minute, besides what its exercises announce."""
    for lesson in lessons():
        asked = sum(exercises()[code]["minutes"] for code in lesson.exercises)
        assert lesson.document.meta["minutes"] + 1 > asked + len(words(lesson.text)) / 250, lesson.name


@every_step
def test_a_step_has_its_four_parts_the_words_and_an_example_of_each_sector(path: Path) -> None:
    document = load_document(path)
    parts = dict(sections(document.body))
    assert list(parts) == ["Étapes", "Outils", "Exemples", "Bonnes pratiques"]
    said = [block.attributes["secteur"] for block in document.blocks if block.kind == "mots"]
    assert sorted(said) == ["enfance", "handicap", "justice"]
    assert "### Les erreurs, par leur nom" in parts["Bonnes pratiques"]
    examples = [block for block in document.blocks if block.kind == "exemple"]
    assert sorted(block.attributes["secteur"] for block in examples) == ["enfance", "handicap", "justice"]
    assert all(FICTIONAL in block.text for block in examples)
    assert EASE[0] <= ease(plain("\n\n".join(block.text for block in document.blocks))) <= EASE[1]


def test_links_lead_somewhere() -> None:
    """To a term, to a page that is seeded, or to a page of the site."""
    pages = {f"/{path.stem}/" for path in ROOT.glob("coursesite/pages/seeds/pages/*.md")}
    pages |= {"/glossaire/", "/guide/", "/modules/", "/aide/"}
    wrong = []
    for path in ROOT.glob("*/*/seeds/**/*.[mt][do]*"):
        text = path.read_text(encoding="utf-8")
        wrong += [(path.name, slug) for slug, _words in TERM.findall(text) if slug not in terms()]
        wrong += [(path.name, href) for _words, href in LINK.findall(text) if not known(href, pages)]
    assert wrong == []


def known(href: str, pages: set[str]) -> bool:
    where = re.sub(r"#.*", "", href)
    found = re.fullmatch(r"/glossaire/([a-z0-9-]+)/", where)
    return where in pages or bool(found and found[1] in terms())
