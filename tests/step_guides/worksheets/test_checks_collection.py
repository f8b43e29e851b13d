"""Remarks on « Plan de collecte »: the second pass of the reference examples."""

from __future__ import annotations

import pytest

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.remarks import Remark
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.snapshots import Snapshot, empty

INDICATOR = "11111111-1111-4111-8111-111111111111"
SOUND = {
    "held_by": "Questionnaire entrée / 12 mois",
    "population": "Personnes entrées il y a au moins 12 mois",
    "frequency": "annuelle",
    "limits": "Personnes non revues",
    "expected": "48",
    "breakdown": "genre (2)",
    "cells": "2",
}
FAULTY = {"expected": "30", "breakdown": "genre (2) × âge (4)", "cells": "8"}
PROTECTED = {"basis": "consent", "access": "Chargée de suivi", "retention": "Trois mois", "anonymity": "Aucun nom"}


def plan(line: dict[str, str], **entries: str) -> Snapshot:
    found = empty(Kind.COLLECTION)
    found["entries"] = entries
    found["tables"]["measure"] = [{"uid": INDICATOR, "position": 1, **line}]
    found["upstream"] = {"indicators": [{"uid": INDICATOR, "label": "Part des personnes en logement stable", "note": ""}]}
    return found


def said(document: Snapshot) -> list[Remark]:
    return [one for one in remarks(document) if one.code != "R01"]


def test_the_sound_indicator_gets_no_remark():
    assert said(plan(SOUND, sensitive="none")) == []


def test_the_faulty_indicator_gets_those_of_the_second_pass():
    found = {one.code: one for one in said(plan(FAULTY, sensitive="health,minors"))}
    assert {code: str(one.severity) for code, one in found.items()} == {
        "I07": "A", "I09": "A", "I10": "A", "I12": "A", "I13": "E", "I14": "A",
    }  # fmt: skip
    assert found["I13"].anchor == "field:sensitive"
    assert {one.anchor for code, one in found.items() if code != "I13"} == {f"measure:{INDICATOR}"}
    for one in found.values():
        assert "{" not in say(one).message and "…" not in say(one).message
    assert "logement stable" in say(found["I07"]).message and "mineures" in say(found["I13"]).message
    assert "3,8" in say(found["I14"]).message


@pytest.mark.parametrize(
    ("expected", "cells", "small"), [("20", "2", False), ("19", "2", True), ("8", "1", False), ("8", "", False)]
)
def test_ten_answers_a_group_where_groups_are_compared(expected: str, cells: str, small: bool):
    found = said(plan({**SOUND, "expected": expected, "cells": cells}))
    assert [one.code for one in found] == ["I14"] * small


@pytest.mark.parametrize("without", list(PROTECTED))
def test_sensitive_data_ask_for_a_legal_basis_and_each_measure(without: str):
    assert said(plan(SOUND, sensitive="penal", **PROTECTED)) == []
    assert [one.code for one in said(plan(SOUND, sensitive="penal", **{**PROTECTED, without: ""}))] == ["I13"]


def test_a_line_that_nobody_began_gets_none():
    document = plan(SOUND)
    document["tables"]["measure"] = []
    assert said(document) == []


@pytest.mark.parametrize(("hours", "beyond"), [("", False), ("21", False), ("22", True)])
def test_the_hours_planned_stand_within_the_days_that_the_framing_says(hours: str, beyond: bool):
    document = plan({**SOUND, "hours": hours}, sensitive="none")
    assert said(document) == []
    document["upstream"]["capacity"] = [{"uid": "capacity", "label": "3", "note": ""}]
    found = said(document)
    assert [(one.code, one.severity, one.anchor) for one in found] == [("I21", "A", "sheet")] * beyond
    for one in found:
        assert "22 heures, soit environ 3,1 jours" in say(one).message and "cadrage\u00a0: 3." in say(one).message


@pytest.mark.parametrize(
    ("horizon", "line", "early"),
    [
        ("12 mois", {"months": "6"}, True),
        ("12 mois", {"months": "12"}, False),
        ("un an", {"months": "11"}, True),
        ("12 mois", {"moments": "start"}, True),
        ("12 mois", {"moments": "start,later"}, False),
        ("12 mois", {}, False),
        ("plus tard", {"months": "1"}, False),
        ("", {"moments": "start"}, False),
    ],
)
def test_an_outcome_is_not_measured_before_its_time(horizon: str, line: dict[str, str], early: bool):
    document = plan({**SOUND, **line}, sensitive="none")
    document["upstream"]["horizons"] = [{"uid": INDICATOR, "label": "Part", "note": "", "traits": horizon}]
    found = said(document)
    assert [one.code for one in found] == ["I11"] * early
    if early:
        assert horizon in say(found[0]).message and found[0].anchor == f"measure:{INDICATOR}"


def test_an_impact_has_other_causes():
    document = plan(SOUND, sensitive="none")
    document["upstream"]["indicators"][0]["traits"] = "impact"
    assert [one.code for one in said(document)] == ["C01"]
    document["tables"]["measure"][0]["otherwise"] = "Une résidence sociale a ouvert"
    assert said(document) == []
