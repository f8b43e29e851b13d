"""Remarks on « Effets, questions et indicateurs ». The sound and the faulty indicator are the reference examples of the method."""

from __future__ import annotations

import pytest

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.indicators import is_a_name
from step_guides.worksheets.checks.remarks import Remark, Severity
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.snapshots import Snapshot, empty

OUTCOME, OUTPUT = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
SOUND = {
    "title": "Part des personnes ayant un logement stable 12 mois après leur entrée",
    "measures": OUTCOME,
    "definition": "Un bail, un foyer ou une chambre chez un proche, prévus pour six mois.",
    "level": "outcome",
    "nature": "quantitative",
    "unit": "percent",
    "numerator": "Personnes en logement stable à 12 mois",
    "denominator": "Toutes les personnes entrées il y a au moins 12 mois, départs compris (leur nombre est dit)",
    "tool": "questionnaire",
    "use": "Prolonger ou non les rendez-vous",
    "responsible": "Chargée de suivi",
    "baseline": "20",
    "target_value": "45",
    "target_on": "2027-12-31",
    "direction": "up",
}
FAULTY = {
    "title": "Nombre de participants aux ateliers",
    "measures": OUTCOME,
    "definition": "Les personnes qui signent la feuille.",
    "level": "outcome",
    "nature": "quantitative",
    "unit": "percent",
    "tool": "questionnaire",
    "use": "Rapport annuel",
    "responsible": "Mme Exemple",
    "baseline": "60",
    "target_value": "40",
    "target_on": "2027-12-31",
    "direction": "up",
}


def sheet(*indicators: dict[str, str], outcomes: list[dict] | None = None, held: int = 1) -> Snapshot:
    """A sheet whose theory holds `held` outcomes and one output."""
    uids = [OUTCOME, *(f"{n:08d}-1111-4111-8111-111111111111" for n in range(1, held))]
    found = empty(Kind.PRIORITIES)
    found["tables"]["indicator"] = [{"uid": f"i{place}", "position": place, **line} for place, line in enumerate(indicators, 1)]
    found["tables"]["outcome"] = [{"uid": uid, **line} for uid, line in zip(uids, outcomes or [], strict=False)]
    labels = [{"uid": uid, "label": f"Effet {place}", "note": ""} for place, uid in enumerate(uids, 1)]
    found["upstream"] = {
        "outcomes": labels,
        "elements": [{"uid": OUTPUT, "label": "24 ateliers tenus", "note": ""}, *labels],
        "questions": [],
    }
    return found


def said(document: Snapshot, *but: str) -> list[Remark]:
    """What is said, apart from what is missing in the rest of the sheet."""
    return [one for one in remarks(document) if one.code not in ("R01", *but)]


def codes(document: Snapshot) -> list[str]:
    return [one.code for one in said(document)]


def test_the_sound_indicator_gets_no_remark():
    assert said(sheet(SOUND)) == []


def test_the_faulty_indicator_gets_those_of_the_first_pass():
    found = {one.code: one for one in said(sheet(FAULTY), "T25")}
    assert {code: one.severity for code, one in found.items()} == {
        "I02": Severity.ATTENTION,
        "I03": Severity.ERROR,
        "I06": Severity.ERROR,
        "I08": Severity.ATTENTION,
    }
    assert {one.anchor for one in found.values()} == {"indicator:i1"}
    message = say(found["I06"]).message
    assert "60" in message and "40" in message and "hausse" in message and "Nombre de participants" in message


@pytest.mark.parametrize(
    ("changed", "code", "severity"),
    [
        ({"measures": ""}, "I01", "E"),
        ({"measures": "33333333-3333-4333-8333-333333333333"}, "I01", "E"),  # no longer in the theory
        ({"level": "output"}, "I02", "A"),
        ({"title": "Nombre de rendez-vous tenus"}, "I02", "A"),
        ({"title": "Nombre de personnes accompagnées"}, "I02", "A"),
        ({"title": "Taux de participation aux groupes"}, "I02", "A"),
        ({"unit": ""}, "I03", "E"),
        ({"denominator": ""}, "I03", "E"),
        ({"baseline": ""}, "I04", "A"),
        ({"baseline": "à établir"}, "I04", "A"),
        ({"target_value": ""}, "I05", "A"),
        ({"target_on": ""}, "I05", "A"),
        ({"target_value": "19,5 %"}, "I06", "E"),
        ({"direction": "down"}, "I06", "E"),
        ({"responsible": ""}, "I08", "A"),
        ({"title": "Part des personnes satisfaites de l’accueil"}, "I15", "S"),
        ({"use": ""}, "I22", "A"),
    ],
)
def test_one_fault_gets_one_remark(changed: dict[str, str], code: str, severity: str):
    (one,) = said(sheet({**SOUND, **changed}))
    assert (one.code, one.severity, one.anchor) == (code, severity, "indicator:i1")
    assert say(one).title and "{" not in say(one).message and "«\u00a0…" not in say(one).message


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Nombre de personnes accompagnées ayant un bail"},  # a change, although it is counted
        {"title": "Nombre de jeunes qui ont quelqu’un à qui parler"},
        {"title": "Nombre d’ateliers tenus", "level": "output", "measures": OUTPUT},
        {"title": "Part des personnes satisfaites", "level": "output", "measures": OUTPUT},
        {"title": "Part des personnes insatisfaites de leur logement"},
        {"baseline": "À établir le 31 mars 2027"},
        {"baseline": "à établir", "baseline_on": "2027-03-31"},
        {"nature": "qualitative", "unit": "words", "target_value": "", "target_on": ""},  # may do without a figure
        {"baseline": "60 personnes", "target_value": "45 %"},  # two things that are not compared
        {"baseline": "12 sur 60", "target_value": "5"},
        {"baseline": "1 200 €", "target_value": "1 500 €"},
        {"direction": "steady", "baseline": "60", "target_value": "55"},
        {"direction": "down", "baseline": "60,5 %", "target_value": "40"},
        {"unit": "number", "numerator": "", "denominator": ""},
    ],
)
def test_what_is_well_said_gets_none(changed: dict[str, str]):
    assert said(sheet({**SOUND, **changed})) == []


def test_a_line_that_nobody_began_gets_none():
    assert said(sheet({})) == []


@pytest.mark.parametrize("name", ["Mme Exemple", "Monsieur Exemple", "Claude Exemple", "Claude Exemple-Modèle"])
def test_a_name_is_no_function(name: str):
    assert is_a_name(name)


@pytest.mark.parametrize(
    "function",
    ["Chargée de suivi", "Direction", "Direction Générale", "Équipe Jeunesse", "Madame la Directrice", "Pôle Insertion"],
)
def test_a_function_is_no_name(function: str):
    assert not is_a_name(function)


def test_a_set_of_one_nature():
    other = {**SOUND, "title": "Ce que les personnes en disent", "nature": "qualitative", "unit": "words"}
    assert codes(sheet(SOUND, SOUND)) == ["I16"] and codes(sheet(SOUND, other)) == []
    assert "quantitatif" in say(said(sheet(SOUND, SOUND))[0]).message


def test_many_indicators_in_all_and_of_one_outcome():
    nature = ("quantitative", "qualitative")
    of_output = [{**SOUND, "nature": nature[n % 2], "measures": OUTPUT} for n in range(16)]
    of_outcome = [{**SOUND, "nature": nature[n % 2]} for n in range(4)]
    assert said(sheet(*of_output[:15])) == [] and said(sheet(*of_outcome[:3])) == []
    (one,) = said(sheet(*of_output))
    assert (one.code, one.severity, one.anchor, one.params) == ("I17", "S", "sheet", {"count": 16})
    (one,) = said(sheet(*of_outcome))
    assert (one.code, one.anchor, one.params) == ("I17", f"outcome:{OUTCOME}", {"count": 4})


@pytest.mark.parametrize(
    ("held", "answers", "expected"),
    [
        (6, ["yes"] * 3, None),
        (6, ["yes"] * 5 + ["no"], None),
        (6, ["yes"] * 2 + ["no"] * 4, 2),
        (6, ["yes"] * 6, 6),
        (6, ["no"] * 6, 0),
        (2, ["yes"] * 2, None),  # all of a small theory
        (6, [], None),  # not begun
    ],
)
def test_three_to_five_outcomes(held: int, answers: list[str], expected: int | None):
    found = said(sheet(outcomes=[{"retained": one} for one in answers], held=held))
    assert [(one.code, one.severity, one.params["count"]) for one in found] == (
        [("O01", "A", expected)] if expected is not None else []
    )


def test_an_outcome_that_left_the_theory_is_not_counted():
    document = sheet(outcomes=[{"retained": "yes"}] * 3, held=6)
    document["tables"]["outcome"] += [{"uid": f"gone{n}", "retained": "yes"} for n in range(3)]
    assert said(document) == []


def test_what_is_retained_is_measured():
    document = sheet({"title": "Part des jeunes", "measures": OUTCOME}, outcomes=[{"retained": "yes"}] * 3, held=6)
    uids = [line["uid"] for line in document["tables"]["outcome"]]
    document["tables"]["indicator"][0]["measures"] = uids[0]
    found = [one for one in said(document) if one.code == "T11"]
    assert [(one.severity, one.anchor) for one in found] == [("E", f"outcome:{uid}") for uid in uids[1:]]
    document["tables"]["outcome"][1]["retained"] = "no"
    assert [one.anchor for one in said(document) if one.code == "T11"] == [f"outcome:{uids[2]}"]


@pytest.mark.parametrize(("day", "late"), [("2027-01-02", True), ("2027-01-01", False), ("2026-12-31", False), ("", False)])
def test_a_baseline_comes_before_what_is_evaluated(day: str, late: bool):
    document = sheet({**SOUND, "baseline_on": day})
    assert said(document) == []  # nobody has said when it begins
    document["upstream"]["begins"] = [{"uid": "begins", "label": "2027-01-01", "note": ""}]
    found = said(document)
    assert [one.code for one in found] == ["I20"] * late
    if late:
        assert "2 janvier 2027" in say(found[0]).message and "1er janvier 2027" in say(found[0]).message
