"""Each remark on a theory of change that the two reference theories do not settle by themselves."""

from __future__ import annotations

import pytest

from step_guides.worksheets.checks import Severity, remarks
from step_guides.worksheets.checks.links import months
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.words import check_words
from tests.step_guides.worksheets.theories import FAM, PS, link, node, sound, theory, uid

WELL_SAID = {"horizon": "short", "horizon_text": "6 mois", "audience": PS}


def outcome(name: str, label: str = "", **more: object) -> dict:
    return node(name, "outcome", label or f"Les personnes changent comme {name * 4}", **{**WELL_SAID, **more})


def anchors(document: dict, code: str) -> list[str]:
    return [one.anchor for one in remarks(document) if one.code == code]


def at(name: str) -> str:
    return f"{'link' if '→' in name else 'node'}:{uid(name)}"


# What leads where


def test_an_activity_may_reach_its_outputs_through_another():
    nodes = [node(name, "activity", f"Recevoir {name}") for name in ("a1", "a2")] + [node("o1", "output", "60 personnes reçues")]
    assert anchors(theory(nodes, [link("a1", "a2"), link("a2", "o1")]), "T02") == []
    assert anchors(theory(nodes, [link("a1", "a2"), link("a2", "o1", kind="feedback")]), "T02") == [at("a1"), at("a2")]


def test_an_outcome_goes_on_or_is_final():
    nodes = [
        outcome("e1"),
        outcome("e2", final=True),
        node("n1", "negative_outcome", "Une dépendance possible"),
        node("b1", "need", "Sans aucun appui"),
    ]
    links = [link("e1", "n1"), link("e1", "b1", kind="responds_to"), link("e2", "b1", kind="responds_to")]
    assert anchors(theory(nodes, links), "T04") == [at("e1")]
    assert anchors(theory(nodes, [link("e1", "e2"), *links]), "T04") == []


def test_a_need_is_answered_by_a_change_whatever_the_link():
    nodes = [node("b1", "need", "Sans aucun appui"), node("a1", "activity", "Recevoir chaque personne"), outcome("e1")]
    assert anchors(theory(nodes, [link("b1", "a1"), link("a1", "e1")]), "T20") == [at("b1")]
    assert anchors(theory(nodes, [link("b1", "e1"), link("a1", "e1")]), "T20") == []


def test_a_resource_serves_something():
    nodes = [node("r1", "resource", "Deux postes à temps plein"), node("a1", "activity", "Recevoir chaque personne")]
    assert anchors(theory(nodes, [link("a1", "r1")]), "T27") == [at("r1")]
    assert anchors(theory(nodes, [link("r1", "a1", kind="necessary")]), "T27") == []


# For whom


def needs(document: dict, *groups: tuple[str, str], heard: bool = False) -> dict:
    """The theory, with these groups (name, "stance,category") in the needs."""
    found = [{"uid": uid(name), "label": name, "note": "", "traits": traits} for name, traits in groups]
    listened = [{"uid": uid("heard"), "label": "Un groupe", "note": ""}] * heard
    return {**document, "upstream": {"stakeholders": found, "listened": listened, "measured": []}}


def test_a_group_that_benefits_has_an_outcome():
    groups = [(PS, "benefits,people"), (FAM, "both,families"), ("Financeurs", "contributes,funders")]
    document = needs(theory([outcome("e1", audience=f" {PS.upper()}")], []), *groups)
    (remark,) = [one for one in remarks(document) if one.code == "T22"]
    assert remark.anchor == "sheet" and FAM in say(remark).message
    assert "Financeurs" not in say(remark).message and PS not in say(remark).message
    assert anchors(needs(theory([], []), *groups), "T22") == []  # before the first outcome


def test_a_group_written_in_the_theory_is_told_at_its_line():
    document = theory([outcome("e1", audience=PS)], [])
    document["tables"] = {
        "stakeholder": [{"uid": uid("g"), "position": 1, "name": FAM}, {"uid": uid("h"), "position": 2, "name": PS}]
    }
    assert anchors(document, "T22") == [f"stakeholder:{uid('g')}"]
    document["tables"]["stakeholder"][0]["stance"] = "contributes"
    assert anchors(document, "T22") == []


def test_a_priority_is_measured():
    document = needs(theory([outcome("e1", priority=True), outcome("e2")], []))
    assert anchors(document, "T11") == [at("e1")]
    document["upstream"]["measured"] = [{"uid": uid("e1"), "label": "Un indicateur", "note": ""}]
    assert anchors(document, "T11") == []


def test_near_and_far_once_a_scale_is_said():
    def scales(*found: str) -> list[str]:
        return anchors(theory([outcome(f"e{n}", scale=one) for n, one in enumerate(found)], []), "T28")

    assert scales("", "") == scales("micro", "macro") == scales("micro", "", "macro", "meso") == []
    assert scales("micro", "meso") == scales("macro") == scales("meso") == ["sheet"]
    (remark,) = [one for one in remarks(theory([outcome("e1", scale="micro")], [])) if one.code == "T28"]
    assert "territoire" in say(remark).message and "elles-mêmes" not in say(remark).message


def test_the_people_concerned_are_heard_before_outcomes_are_lent_to_them():
    lent = theory([outcome("e1", audience=PS)], [])
    assert anchors(needs(lent, (PS, "benefits,people")), "T29") == ["sheet"]
    assert anchors(needs(lent, (PS, "benefits,people"), heard=True), "T29") == []
    assert anchors(needs(lent, (PS, "benefits,partners")), "T29") == []
    assert anchors(needs(lent, (FAM, "benefits,people")), "T29") == []  # T22 asks for their outcome first
    assert anchors(lent, "T29") == []  # the needs are not written


# Along a link


def test_a_long_jump_asks_for_steps_and_no_longer_for_a_reason():
    nodes = [node("o1", "output", "60 personnes suivies"), outcome("e1", horizon="long"), outcome("e2", horizon="medium")]
    document = theory(nodes, [link("o1", "e1"), link("o1", "e2")])
    assert anchors(document, "T06") == [at("o1→e1")]
    assert anchors(document, "T07") == [at("o1→e2")]
    told = theory(nodes, [link("o1", "e1", "Six mois suffisent")])
    assert anchors(told, "T06") == anchors(told, "T07") == []


def test_what_stands_beside_the_chain_never_jumps_nor_goes_back():
    document = sound()
    document["links"].append(link("e1", "b1", kind="responds_to"))
    assert {one.code for one in remarks(document)} == {"T14"}


def test_going_back_is_a_feedback_that_says_so():
    nodes = [node("o1", "output", "60 personnes suivies"), outcome("e1"), outcome("e2")]
    assert anchors(theory(nodes, [link("e1", "o1"), link("e1", "e2")]), "T09") == [at("e1→o1")]
    assert anchors(theory(nodes, [link("e1", "o1", kind="feedback")]), "T09") == []


def test_an_outcome_without_horizon_gets_the_benefit_of_the_doubt():
    nodes = [
        node("im", "impact", "Moins de récidive"),
        node("o1", "output", "60 suivis"),
        outcome("e1", horizon=""),
        outcome("e2", horizon="long"),
    ]
    document = theory(nodes, [link("e1", "im"), link("e2", "e1"), link("e1", "o1")])
    assert anchors(document, "T06") == []
    assert anchors(document, "T09") == [at("e1→o1")]
    assert anchors(document, "T26") == [at("e1")]


def test_an_assumption_says_where_it_comes_from():
    nodes = [outcome("e1"), outcome("e2"), outcome("e3")]
    links = [link("e1", "e2", "La confiance vient"), link("e1", "e3", "Elle dure", evidence="intuition"), link("e2", "e3")]
    assert anchors(theory(nodes, links), "T21") == [at("e1→e2")]


def test_an_outcome_does_not_come_before_its_cause():
    nodes = [outcome("e1", horizon_text="12 mois"), outcome("e2", horizon_text="3 mois"), outcome("e3", horizon_text="un an")]
    document = theory(nodes, [link("e1", "e2", "x"), link("e1", "e3", "x")])
    (remark,) = [one for one in remarks(document) if one.code == "T30"]
    assert remark.anchor == at("e1→e2") and "(12 mois)" in say(remark).message and "(3 mois)" in say(remark).message


def test_a_link_that_goes_back_is_said_once():
    nodes = [outcome("e1", horizon="medium", horizon_text="12 mois"), outcome("e2", horizon_text="3 mois")]
    document = theory(nodes, [link("e1", "e2", "x")])
    assert (anchors(document, "T09"), anchors(document, "T30")) == ([at("e1→e2")], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6 mois", 6), ("1 an", 12), ("2\u00a0ans", 24), ("au bout de 8 semaines", 2), ("dix-huit mois", 18), ("1,5 an", 18), ("Deux années", 24),
     ("", None), ("à la sortie", None), ("6 à 12 mois", None), ("six mois à un an", None), ("1 an et 6 mois", None), ("un an et demi", None), ("en 2027", None)],
)  # fmt: skip
def test_a_span_is_understood_or_left_alone(text: str, expected: float | None):
    assert months(text) == expected


# Too full


def crossed(outputs: int, outcomes: int, drawn: int) -> dict:
    nodes = [node(f"o{n}", "output", f"{n} personnes suivies") for n in range(outputs)] + [
        outcome(f"e{n}") for n in range(outcomes)
    ]
    pairs = [(f"o{n}", f"e{m}") for n in range(outputs) for m in range(outcomes)]
    return theory(nodes, [link(*pair, "x") for pair in pairs[:drawn]])


def test_all_leads_to_all_beyond_six_links_in_ten():
    assert anchors(crossed(3, 3, 5), "T18") == []
    assert anchors(crossed(3, 3, 6), "T18") == ["sheet"]
    assert anchors(crossed(2, 5, 6), "T18") == []  # six in ten, not more
    assert anchors(crossed(2, 4, 8), "T18") == []  # eight possible links are too few to say
    (remark,) = [one for one in remarks(crossed(3, 3, 9)) if one.code == "T18"]
    assert "Réalisations" in say(remark).message and "Effets" in say(remark).message


def test_a_feedback_is_not_one_link_too_many():
    document = crossed(3, 3, 6)
    document["links"][0]["kind"] = "feedback"
    assert anchors(document, "T18") == []


def test_more_than_five_outcomes_for_one_group():
    five = [outcome(f"e{n}", audience=PS) for n in range(5)]
    assert anchors(theory(five, []), "T19") == []
    assert anchors(theory([*five, outcome("e5", audience=FAM)], []), "T19") == []
    assert anchors(theory([*five, outcome("e5", audience=f" {PS.upper()} ")], []), "T19") == ["sheet"]
    assert anchors(theory([*five, outcome("e5", audience="")], []), "T19") == []


def test_more_than_three_groups_with_a_priority():
    def groups(count: int) -> dict:
        return theory([outcome(f"e{n}", audience=f"Groupe {n}", priority=n < count) for n in range(5)], [])

    assert anchors(groups(3), "T19") == []
    (remark,) = [one for one in remarks(groups(4)) if one.code == "T19"]
    assert remark.params == {"elements": 5, "most": 1, "groups": 4}


def test_more_than_twenty_five_elements():
    nodes = [node(f"r{n}", "resource", f"Ressource {n}") for n in range(26)]
    assert anchors(theory(nodes[:25], []), "T19") == []
    assert anchors(theory(nodes, []), "T19") == ["sheet"]


# Words


@pytest.mark.parametrize(
    "label", ["60 personnes suivies", "Nombre de rencontres", "Une centaine d’appels", "Deux guides imprimés"]
)
def test_an_output_that_can_be_counted(label: str):
    assert anchors(theory([node("o1", "output", label)], []), "T13") == []


@pytest.mark.parametrize("label", ["Des ateliers réguliers ici", "Un guide pour chaque personne"])
def test_an_output_that_cannot(label: str):
    assert anchors(theory([node("o1", "output", label)], []), "T13") == [at("o1")]


@pytest.mark.parametrize(
    ("label", "two"),
    [("Les jeunes savent et osent", True), ("Plus de calme ; moins de cris", True), ("Les parents/jeunes se parlent", True),
     ("Cet été est paisible pour les jeunes", False), ("Les jeunes sont prêts", False)],
)  # fmt: skip
def test_two_outcomes_in_one(label: str, two: bool):
    assert (anchors(theory([outcome("e1", label)], []), "T14") == [at("e1")]) is two


@pytest.mark.parametrize(
    ("label", "vague"),
    [("Favoriser la confiance", True), ("Améliorer la situation des jeunes", True), ("Cela contribue au calme", True),
     ("Les personnes accompagnées savent", False), ("Les accompagnateurs osent", False), ("L’impact est connu", False), ("Améliorer le sommeil", False)],
)  # fmt: skip
def test_vague_verbs(label: str, vague: bool):
    assert (anchors(theory([outcome("e1", label)], []), "T15") == [at("e1")]) is vague


def test_one_or_two_words_are_few_and_none_is_no_wording_yet():
    labels = {"r1": "Local", "r2": "Deux postes", "r3": "Deux postes partagés", "r4": ""}
    document = theory([node(name, "resource", label) for name, label in labels.items()], [])
    found = [one for one in remarks(document) if one.code == "T23"]
    assert [one.anchor for one in found] == [at("r1"), at("r2")]
    assert {one.severity for one in found} == {Severity.SUGGESTION}


def test_written_twice_is_said_once_at_the_later_one():
    again = [outcome(name, "Les jeunes savent à qui demander de l’aide") for name in ("e1", "e2", "e3")]
    document = theory(again, [])
    found = [one for one in remarks(document) if one.code == "T24"]
    assert [one.anchor for one in found] == [at("e2"), at("e3")]
    assert "Les jeunes savent" in say(found[0]).message
    document["nodes"][1]["audience"] = FAM  # the same change for another group is another outcome
    document["nodes"][2]["kind"] = "impact"
    assert anchors(document, "T24") == []


def test_alike_is_more_than_the_same_letters():
    labels = ("Les parents appellent les jeunes", "Les jeunes appellent les parents")
    assert anchors(theory([outcome(f"e{n}", label) for n, label in enumerate(labels)], []), "T24") == []


def test_words_never_show_a_code_and_fill_every_blank():
    document = theory(
        [node("o1", "output", "Des ateliers"), outcome("e1", "Favoriser le calme et le calme", horizon_text="12 mois"),
         outcome("e2", "Favoriser le calme et le calme", horizon_text="3 mois")],
        [link("o1", "e1"), link("e1", "e2", "x"), link("e1", "o1")],
    )  # fmt: skip
    found = [say(one) for one in remarks(document)]
    assert {"T09", "T13", "T14", "T15", "T21", "T23", "T24", "T30"} <= {one.remark.code for one in found}
    for one in found:
        assert "{" not in one.message and "…" not in one.message.replace("parce que…", "") and one.remark.code not in one.message
    for code, words in check_words().items():
        assert set(words) == {"title", "message", "why"}, code
