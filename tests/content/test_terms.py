"""The glossary: each word told, told apart, said simply, and linked with others; the principles and the framework complete."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.content.texts import COMPETENCIES, GUIDE, ROOT, terms, words

FIELDS = {
    "slug",
    "name",
    "variants",
    "definition",
    "not_confused",
    "example",
    "plain",
    "synonyms",
    "modules",
    "related",
    "source",
}
METHOD = ROOT / "step_guides/worksheets/seeds/method.toml"
OF_THE_OUTLINE = 98

every_term = pytest.mark.parametrize("row", terms().values(), ids=lambda row: row["slug"])


def test_there_is_a_term_for_every_word_of_the_method() -> None:
    assert len(terms()) >= OF_THE_OUTLINE


@every_term
def test_a_term_is_whole(row: dict[str, Any]) -> None:
    assert set(row) == FIELDS
    assert 8 <= len(words(row["definition"])) <= 60
    assert row["not_confused"] and 4 <= len(words(row["plain"])) <= 20
    assert set(row["synonyms"]) <= {"justice", "enfance", "handicap"}
    assert row["modules"] and set(row["modules"]) <= set(range(9))
    assert row["related"] and row["slug"] not in row["related"] and set(row["related"]) <= set(terms())


def test_every_term_is_reached_from_another() -> None:
    assert set(terms()) == {slug for row in terms().values() for slug in row["related"]}


def test_the_principles_ask_what_the_worksheets_ask() -> None:
    """Eight, as they were written and with our question, the same in the guide and in the sheets."""
    told = tomllib.loads((GUIDE / "principles.toml").read_text(encoding="utf-8"))["principle"]
    asked = tomllib.loads(METHOD.read_text(encoding="utf-8"))["principles"]
    assert [row["question"] for row in told] == [row["note"] for row in asked] and len(told) == 8
    for row, line in zip(told, asked, strict=True):
        assert row["quote"].startswith(line["label"].removesuffix("\u00a0»").removesuffix(" […]"))
        assert set(row["examples"]) == {"justice", "enfance", "handicap"}
        assert all("(exemple fictif)" in text for text in row["examples"].values())


def test_the_framework_has_its_families_and_four_levels_a_competency() -> None:
    framework = tomllib.loads(COMPETENCIES.read_text(encoding="utf-8"))
    assert [row["code"] for row in framework["family"]] == ["TC", "SE", "ED", "AC", "EV"]
    assert len(framework["competency"]) == 14
    for row in framework["competency"]:
        assert row["statement"] and row["evidence"] and len(row["levels"]) == len(set(row["levels"])) == 4
        assert all(len(words(level)) >= 8 for level in row["levels"])
