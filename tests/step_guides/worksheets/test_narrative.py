"""The theory told in French: agreement of the words that join, elision, punctuation."""

from __future__ import annotations

import re

import pytest

from step_guides.worksheets import narrative
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.starters import starters, to_adapt
from tests.step_guides.worksheets.theories import PS, faulty, link, node, sound, theory


def one_link(assumption: str, **more: object) -> str:
    nodes = [node("a", "activity", "Recevoir"), node("e", "outcome", "Les jeunes osent")]
    return narrative.tell(theory(nodes, [link("a", "e", assumption, **more)]))[0]


def told(*nodes: dict, links: list[dict]) -> list[str]:
    return narrative.tell(theory(list(nodes), links))


@pytest.mark.parametrize(
    ("assumption", "end"),
    [
        ("Le lien rassure.", "parce que le lien rassure."),
        ("Un adulte répond toujours", "parce qu’un adulte répond toujours."),
        ("Elles sont écoutées", "parce qu’elles sont écoutées."),
        ("À Brest, le bus passe", "parce qu’à Brest, le bus passe."),
        ("L’équipe est stable", "parce que l’équipe est stable."),
        ("Emmaüs accompagne", "parce que\u00a0: Emmaüs accompagne."),
        ("CAF et mairie s’accordent", "parce que\u00a0: CAF et mairie s’accordent."),
        ("Parce qu’on s’y tient", "parce qu’on s’y tient."),
        ("à condition que le lieu soit ouvert", "à condition que le lieu soit ouvert."),
        ("Le lieu est-il ouvert ?", "parce que le lieu est-il ouvert ?"),
        ("Revoir le même adulte rassure", "parce que revoir le même adulte rassure."),
        ("Habiter un lieu à soi rassure", "parce qu’habiter un lieu à soi rassure."),
        ("Hurler dans le vide épuise", "parce que hurler dans le vide épuise."),
        ("Nanterre accueille", "parce que\u00a0: Nanterre accueille."),
        ("Xavier répond toujours", "parce que\u00a0: Xavier répond toujours."),
        ("", "parce que… (hypothèse à écrire)."),
    ],
)
def test_why_follows_as_one_would_say_it(assumption: str, end: str):
    assert one_link(assumption) == f"Si «\u00a0Recevoir\u00a0», alors «\u00a0Les jeunes osent\u00a0», {end}"


def test_evidence_comes_with_its_reference():
    said = one_link("Le lien rassure", evidence="internal_data", reference="Enquête interne, 2025.")
    assert said.endswith("parce que le lien rassure (appui\u00a0: données internes, Enquête interne, 2025).")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("Le bus passe.", " (autre hypothèse\u00a0: Le bus passe)"),
        ("- Le bus passe\n\n- L’équipe reste.\n", " (autres hypothèses\u00a0: Le bus passe\u00a0; L’équipe reste)"),
        (" \n", ""),
    ],
)
def test_a_link_holds_several_assumptions(others: str, said: str):
    assert one_link("Le lien rassure", other_assumptions=others).endswith(f"parce que le lien rassure{said}.")


def test_a_link_holds_several_proofs():
    said = one_link("Le lien rassure", evidence="team", other_evidence="Parole des jeunes, juin 2026.\nÉtude fictive")
    assert said.endswith("(appui\u00a0: expérience de l’équipe\u00a0; Parole des jeunes, juin 2026\u00a0; Étude fictive).")
    alone = one_link("Le lien rassure", other_evidence="Étude fictive")
    assert alone.endswith("(appui\u00a0: Étude fictive).")


@pytest.mark.parametrize(
    ("when", "said"), [("6 mois", "à 6 mois"), ("un an", "à un an"), ("Au bout d’un an", "Au bout d’un an"), ("", "")]
)
def test_when_an_outcome_is_expected(when: str, said: str):
    nodes = [node("a", "activity", "Recevoir"), node("e", "outcome", "Les jeunes osent", horizon_text=when)]
    sentence = narrative.tell(theory(nodes, [link("a", "e", "Le lien rassure")]))[0]
    assert ("(" + said + ")" in sentence) if said else "(" not in sentence


def test_what_is_necessary_is_said_in_a_sentence():
    assert one_link("Le lien rassure", kind="necessary").startswith(
        "Sans «\u00a0Recevoir\u00a0», «\u00a0Les jeunes osent\u00a0» ne peut pas avoir lieu, parce que"
    )


def test_a_detail_asked_as_a_question_gets_its_answer():
    (part,) = narrative.outline(theory([node("e", "outcome", "Les jeunes osent", main="yes")], []))
    assert part.lines == ["Les jeunes osent. Est-ce un effet clé\u00a0? Oui."]


def test_an_outcome_is_introduced_once_with_whom_it_is_for():
    about = {"audience": PS, "horizon_text": "6 mois"}
    first, second = told(
        node("a", "activity", "Recevoir"), node("e", "outcome", "Les personnes osent", **about), node("i", "impact", "Moins de ruptures"),
        links=[link("a", "e", "Le lien rassure"), link("e", "i", "Oser change tout")],
    )  # fmt: skip
    assert f"«\u00a0Les personnes osent\u00a0» ({PS}, à 6 mois)" in first
    assert second.startswith("Si «\u00a0Les personnes osent\u00a0», alors") and PS not in second


def test_what_may_go_wrong_is_told_with_its_parry():
    (said,) = told(
        node("a", "activity", "Recevoir"),
        node("n", "negative_outcome", "Une dépendance", parry="Nommer deux adultes", likelihood="medium", gravity="high"),
        links=[link("a", "n")],
    )
    assert said == (
        "«\u00a0Recevoir\u00a0» peut conduire à «\u00a0Une dépendance\u00a0» (probabilité\u00a0: possible, gravité\u00a0: forte). "
        "Pour l’éviter\u00a0: nommer deux adultes."
    )


def test_what_does_not_depend_on_us_helps_or_hinders():
    helps, hinders = told(
        node("x", "external_factor", "La loi de 2024", influence="favourable", grip="none"),
        node("y", "external_factor", "Les loyers", influence="unfavourable", grip="partial"),
        node("e", "outcome", "Les personnes se logent"),
        links=[link("x", "e", kind="contributes"), link("y", "e", kind="hinders")],
    )
    assert helps == "«\u00a0La loi de 2024\u00a0» (cela ne dépend pas de nous) favorise «\u00a0Les personnes se logent\u00a0»."
    assert hinders == "«\u00a0Les loyers\u00a0» (cela dépend en partie de nous) freine «\u00a0Les personnes se logent\u00a0»."


def test_feedback_answers_and_what_stands_alone():
    sentences = told(
        node("a", "activity", "Recevoir"), node("e", "outcome", "Les jeunes osent"), node("b", "need", "Seuls"), node("r", "resource", "Local"),
        links=[link("e", "a", kind="feedback"), link("e", "b", kind="responds_to")],
    )  # fmt: skip
    assert sentences == [
        "En retour, «\u00a0Les jeunes osent\u00a0» agit sur «\u00a0Recevoir\u00a0».",
        "«\u00a0Les jeunes osent\u00a0» répond au besoin «\u00a0Seuls\u00a0».",
        "«\u00a0Local\u00a0» (ressource)\u00a0: cet élément n’est encore relié à rien.",
    ]


def _start(slug: str) -> dict:
    """A starter as a sheet would hold it."""
    held = starters()[slug]
    nodes = [
        node(one["id"], one["kind"], to_adapt(one["label"]), **{k: v for k, v in one.items() if k not in ("id", "kind", "label")})
        for one in held.nodes
    ]
    links = [
        link(one["source"], one["target"], one.get("assumption", ""), one["kind"], evidence=one.get("evidence", ""))
        for one in held.links
    ]
    return theory(nodes, links)


@pytest.mark.parametrize(
    "document",
    [sound(), faulty(), filled_example(Kind.THEORY_OF_CHANGE).snapshot, *(_start(slug) for slug in starters())],
)
def test_every_sentence_is_well_formed(document: dict):
    for said in [*narrative.tell(document), *(line for part in narrative.outline(document) for line in part.lines)]:
        assert "  " not in said and ".." not in said and " ," not in said and "None" not in said, said
        assert not re.search(r"\bque (?:il|elle|on|un|une)s?\b", said), said
    for said in narrative.tell(document):
        assert said.endswith((".", "?", "!", "…")) and (said[0].isupper() or said[0] == "«"), said
