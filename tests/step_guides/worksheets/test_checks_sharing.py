"""Remarks on « Restitution et décisions »."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.snapshots import empty


def sharing() -> dict[str, Any]:
    return copy.deepcopy(filled_example(Kind.SHARING).snapshot)


def said(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity.value, one.anchor) for one in remarks(document)]


def test_the_people_concerned_are_told():
    document = sharing()
    for line in document["tables"]["audience"]:
        line["concerned"] = "no"
    assert said(document) == [("S01", "A", "sheet")]
    document["tables"]["audience"][0].pop("concerned")
    assert [code for code, *_rest in said(document)] == ["R01", "S01"]
    assert "S01" not in {code for code, *_rest in said(empty(Kind.SHARING))}  # an empty table is already asked for


@pytest.mark.parametrize(("fate", "asked"), [("keep", False), ("reword", True), ("drop", True), ("", False)])
def test_a_measure_is_changed_for_a_reason(fate: str, asked: bool):
    document = sharing()
    line = document["tables"]["fate"][0]
    line["fate"] = fate
    line.pop("why")
    found = [one for one in remarks(document) if one.code == "S02"]
    assert [one.anchor for one in found] == ([f"fate:{line['uid']}"] if asked else [])
    if asked:
        assert "Part des personnes ayant un logement stable" in say(found[0]).message


def test_a_measure_that_has_gone_is_named_as_it_was():
    document = sharing()
    document["tables"]["fate"].append(
        {"uid": "5d3c1f0a-0000-4000-8000-000000000001", "position": 9, "about": "Un ancien indicateur", "fate": "drop"}
    )
    (found,) = [one for one in remarks(document) if one.code == "S02"]
    assert found.params["name"] == "Un ancien indicateur"
