from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.dates import written
from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text
from coursesite.core.markdown import load_document, render
from coursesite.core.templatetags.ui import weight


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u202eb", "a\x1bb", "a\ufffeb", "a\uffff", 12, None])
def test_text_that_cannot_be_stored_is_refused(text: object) -> None:
    with pytest.raises(Invalid):
        clean_text(text)


def test_text_is_normalised() -> None:
    assert clean_text("  e\u0301te\u0301\r\nsuite\r ") == "été\nsuite"


def test_a_text_too_long_says_its_limit() -> None:
    with pytest.raises(Invalid, match="20000|20 000|20\u202f000|20,000"):
        clean_text("x" * 20_001)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text)
    except Invalid:
        return
    assert clean_text(once) == once


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src="http://x">', "<img"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](data:text/html,x)", "href"),
        ("# Titre", "<h1"),
        ("```\ncode\n```", "<pre"),
        ("![image](http://x)", "<img"),
        ('<b style="x">a</b>', "<b style"),
    ],
)
def test_markup_of_a_person_stays_text(text: str, absent: str) -> None:
    assert absent not in render(text)


def test_the_small_subset_is_rendered() -> None:
    html = render("Un **mot** et *un autre*\n\n- a\n- b\n\n[lien](https://exemple.org)")
    assert "<strong>mot</strong>" in html and "<li>a</li>" in html
    assert 'rel="noopener noreferrer"' in html


@given(st.text())
def test_no_text_makes_a_tag_outside_the_list(text: str) -> None:
    import re

    tags = set(re.findall(r"<\s*([a-zA-Z0-9]+)", render(text)))
    assert tags <= {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h3", "h4"}


def test_a_seed_file_is_read_as_blocks(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        '+++\nslug = "a"\n+++\nUn texte.\n\n:::exemple secteur="justice"\nCas.\n:::\n\n:::exercice code="e1"\n:::\nFin.\n'
    )
    document = load_document(file)
    assert document.meta == {"slug": "a"}
    assert [(one.kind, one.text, one.attributes) for one in document.blocks] == [
        ("text", "Un texte.", {}),
        ("exemple", "Cas.", {"secteur": "justice"}),
        ("exercice", "", {"code": "e1"}),
        ("text", "Fin.", {}),
    ]


@pytest.mark.parametrize("body", [":::exemple\nsans fin\n", ":::\n", ":::a\n:::b\n:::\n"])
def test_a_seed_file_that_is_not_closed_says_where(tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"+++\nslug = 'a'\n+++\n{body}")
    with pytest.raises(ValueError, match="a.md"):
        load_document(file)


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, "1\u00a0ko"), (12, "1\u00a0ko"), (31_049, "31\u00a0ko"), (999_999, "1000\u00a0ko"), (3_149_000, "3,1\u00a0Mo")],
)
def test_the_weight_of_a_file_is_said_as_people_say_it(size: int | None, said: str) -> None:
    assert weight(size) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 1), "1er septembre 2026"),
        (date(2026, 9, 11), "11 septembre 2026"),
        (date(2026, 9, 21), "21 septembre 2026"),
        (datetime(2026, 8, 31, 22, 30, tzinfo=UTC), "1er septembre 2026"),  # in the time of the site
    ],
)
def test_a_day_is_written_as_people_write_it(day: date, said: str) -> None:
    assert written(day) == said
    with translation.override("en"):
        assert "1er" not in written(day) and "2026" in written(day)
