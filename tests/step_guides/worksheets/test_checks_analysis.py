"""Remarks on « Analyse »: the sound example gets none; each fault gets its own, at its line."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example


def analysis(**finding: str) -> dict[str, Any]:
    """The example, its first finding changed."""
    document = copy.deepcopy(filled_example(Kind.ANALYSIS).snapshot)
    document["tables"]["finding"][0] |= finding
    return document


def said(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity.value, one.anchor) for one in remarks(document)]


LINE = f"finding:{filled_example(Kind.ANALYSIS).snapshot['tables']['finding'][0]['uid']}"


@pytest.mark.parametrize(
    ("count", "text", "asked"),
    [
        ("9", {"after": "67\u00a0%"}, True), ("9", {"before": "33%"}, True), ("9", {"sentence": "Soixante pour cent vont mieux."}, True),
        ("7", {"after": "5 sur 7"}, False), ("10", {"after": "60\u00a0%"}, False), ("", {"after": "60\u00a0%"}, False),
    ],
)  # fmt: skip
def test_numbers_rather_than_percentages_under_ten(count: str, text: dict[str, str], asked: bool):
    plain = {"sentence": "Des personnes vont mieux.", "before": "3", "after": "6"}
    document = analysis(count=count, **(plain | text))
    assert said(document) == ([("A01", "A", LINE)] if asked else [])
    if asked:
        assert count in say(remarks(document)[0]).message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cela prouve que l’action marche.", "«\u00a0prouve\u00a0»"),
        ("Grâce aux rendez-vous, 21 personnes sont logées.", "«\u00a0grâce aux\u00a0»"),
        ("L’impact de l’action, prouvé par les chiffres.", "«\u00a0impact de\u00a0», «\u00a0prouvé\u00a0»"),
        ("L’impact d’un rendez-vous\nest fort.", "«\u00a0impact d’\u00a0»"),
        ("Une épreuve de plus, avec la grâce d’un impact.", ""),
        ("Rien n’est à prouver : ces constats sont compatibles.", ""),
    ],
)
def test_words_that_claim_more_than_the_data(text: str, words: str):
    for column in ("sentence", "part_why"):
        found = remarks(analysis(**{column: text}))
        assert [(one.code, one.severity.value, one.anchor) for one in found] == ([("A02", "S", LINE)] if words else [])
        assert [one.params["words"] for one in found] == ([words] if words else [])


def test_what_people_said_is_theirs():
    assert said(analysis(themes="« C’est grâce à ce rendez-vous. »")) == []


def test_a_dry_run_is_said_as_such():
    document = analysis()
    document["entries"]["data"] = "existing,dry_run"
    assert said(document) == [("A03", "S", "field:data")]


@pytest.mark.parametrize(
    ("part", "strength", "asked"),
    [("strong", "1", True), ("strong", "2", True), ("strong", "3", False), ("plausible", "1", False)],
)
def test_no_surer_of_the_cause_than_of_the_change(part: str, strength: str, asked: bool):
    assert said(analysis(part=part, strength=strength)) == ([("A04", "A", LINE)] if asked else [])
