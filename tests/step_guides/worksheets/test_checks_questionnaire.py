"""Remarks on « Questionnaire »: the reference examples, sound questions that stay silent, one remark a cause."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from step_guides.worksheets.checks import remarks
from step_guides.worksheets.checks.remarks import Remark
from step_guides.worksheets.checks.texts import say
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.questions import answers_of, estimated_minutes, items_of
from step_guides.worksheets.snapshots import Snapshot, empty

INDICATOR = "11111111-1111-4111-8111-111111111111"
SOUND = {"type": "agreement4", "indicators": INDICATOR, "refusal": "yes", "compulsory": "no"}
SAFE = "Je me sens en sécurité là où je vis."


def uid(number: int) -> str:
    return f"22222222-2222-4222-8222-{number:012d}"


def sheet(*items: dict[str, str], **entries: str) -> Snapshot:
    found = empty(Kind.QUESTIONNAIRE)
    said = {
        "title": "Et vous ?",
        "respondents": "standard",
        "introduction": "Bonjour.",
        "notice": "Qui, pourquoi…",
        "tested": "3",
    }
    found["entries"] = {**said, **entries}
    found["tables"]["item"] = [{"uid": uid(n), "position": n, **one} for n, one in enumerate(items, 1)]
    about = {"uid": INDICATOR, "label": "Part des personnes en sécurité", "note": ""}
    found["upstream"] = {"indicators": [about], "surveyed": [about]}
    return found


def asked(text: str, **more: str) -> dict[str, str]:
    return {**SOUND, "text": text, **more}


def codes(document: Snapshot) -> list[str]:
    return [one.code for one in remarks(document)]


def test_the_sound_question_gets_no_remark():
    assert remarks(sheet(asked(SAFE))) == []
    assert answers_of(asked(SAFE)) == ["Pas du tout d’accord", "Plutôt pas d’accord", "Plutôt d’accord", "Tout à fait d’accord"]


def test_the_faulty_question_gets_all_of_its_own():
    faulty = {
        "text": "Grâce à l’association, avez-vous confiance en vous et en l’avenir\u00a0?",
        "type": "agreement4",
        "degrees": "Un peu\nAssez\nBeaucoup\nÉnormément",
        "refusal": "no",
    }
    found = {one.code: one for one in remarks(sheet(asked(SAFE), faulty))}
    assert {code: str(one.severity) for code, one in found.items()} == {
        "Q01": "S",
        "Q03": "A",
        "Q04": "A",
        "Q06": "E",
        "Q09": "A",
    }
    assert {one.anchor for one in found.values()} == {f"item:{uid(2)}"}
    for one in found.values():
        assert "Grâce à l’association" in say(one).message and "{" not in say(one).message
    assert "«\u00a0grâce à\u00a0»" in say(found["Q03"]).message and "Un peu / Assez" in say(found["Q04"]).message


def test_a_choice_among_leaning_degrees_leans_too():
    assert codes(sheet(asked("Avez-vous confiance\u00a0?", type="single", options="Un peu\nAssez\nBeaucoup\nÉnormément"))) == [
        "Q04"
    ]


def test_the_offence_is_never_asked():
    found = remarks(sheet(asked(SAFE), asked("Pour quel délit avez-vous été condamné\u00a0?", type="long", refusal="")))
    assert [(one.code, str(one.severity), one.anchor) for one in found] == [
        (code, "E", f"item:{uid(2)}") for code in ("Q06", "Q08")
    ]  # fmt: skip
    assert "«\u00a0délit\u00a0», «\u00a0condamné\u00a0»" in say(found[1]).message


SILENT = [
    SAFE,
    unicodedata.normalize("NFD", SAFE),
    "Où dormez-vous en ce moment\u00a0?",
    "Avez-vous une ou deux personnes à appeler\u00a0?",
    "Votre éducateur ou éducatrice vous écoute.",
    "L’accompagnateur ou l’accompagnatrice vous répond.",
    "Sortez-vous plus ou moins souvent que l’an dernier\u00a0?",
    "Et maintenant, comment allez-vous\u00a0?",
    "Je ne suis plus sans abri.",
    "Je ne dors pas bien.",
    "Je n’ai peur de personne.",
    "Vous ne voyez que des inconnus.",
    "Je fais cela sans effort. Je ne me lève pas tôt.",
    "Je connais les risques de l’alcool.",
    "J’ai à peine le temps de dormir.",
    "Cela me fait de la peine.",
    "Quelle est votre tranche d’âge\u00a0?",
    "Je connais l’adresse du centre médico-social.",
    "Pourquoi êtes-vous venu ici\u00a0?",
    "Je sais à qui demander un nom de médecin.",
    "Je suis d’accord avec mes proches.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_well_asked_stays_silent(text: str):
    assert codes(sheet(asked(text))) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Êtes-vous bien accueilli et bien conseillé\u00a0?", "Q01"),
        ("Sortez-vous seul ou avec des amis\u00a0?", "Q01"),
        ("Vous n’êtes pas mécontent de votre logement.", "Q02"),
        ("Il n’est pas impossible de joindre l’équipe.", "Q02"),
        ("Je ne pense pas que personne ne m’écoute.", "Q02"),
        ("Ne pensez-vous pas être mieux entouré\u00a0?", "Q03"),
        ("N’avez-vous pas progressé\u00a0?", "Q03"),
        ("Vous allez mieux, n’est-ce pas\u00a0?", "Q03"),
        ("Que faites-vous grâce aux ateliers\u00a0?", "Q03"),
        ("Êtes-vous d’accord pour dire que vous allez mieux\u00a0?", "Q03"),
        ("Quel est votre diagnostic\u00a0?", "Q08"),
        ("Quelle est votre date de naissance\u00a0?", "Q08"),
        ("Combien dure votre peine\u00a0?", "Q08"),
        ("Consommez-vous de l’alcool\u00a0?", "Q08"),
        ("Prenez-vous un traitement\u00a0?", "Q08"),
        ("Quel est votre nom\u00a0?", "Q08"),
        ("Quel est votre numéro d’écrou\u00a0?", "Q08"),
    ],
)
def test_what_is_badly_asked_is_said_once(text: str, code: str):
    assert codes(sheet(asked(text))) == [code]


@pytest.mark.parametrize(
    ("kind", "degrees", "leans"),
    [
        ("agreement4", "", False),
        ("agreement5", "", False),
        ("frequency", "", False),
        ("faces", "", False),
        ("frequency", "Jamais\nParfois\nSouvent\nToujours", False),
        ("frequency", "Tous les jours\nUne fois par semaine\nUne fois par mois", False),
        ("agreement4", "Très facile\nFacile\nDifficile\nTrès difficile", False),
        ("agreement4", "Peu\nUn peu\nBeaucoup", False),
        ("agreement4", "Pas du tout\nUn peu\nAssez\nBeaucoup\nÉnormément", True),
        ("faces", "Bien\nTrès bien\nParfait", True),
        ("agreement4", "Mauvais\nTrès mauvais\nAssez mauvais", True),
        ("single", "À la maison\nAu foyer\nChez un proche", False),
        ("multiple", "Un peu\nAssez\nBeaucoup", False),
    ],
)
def test_scales_lean_when_one_side_has_more_degrees(kind: str, degrees: str, leans: bool):
    own = {"options": degrees} if kind in ("single", "multiple") else {"degrees": degrees}
    assert codes(sheet(asked("Comment cela va-t-il\u00a0?", type=kind, **own))) == ["Q04"] * leans


@pytest.mark.parametrize(
    ("count", "about", "long"),
    [(20, {}, False), (21, {}, True), (13, {"plain": True}, True), (12, {"plain": True}, False), (13, {"everybody_reads_plain": True}, True)],
)  # fmt: skip
def test_twenty_words_and_twelve_where_easy_to_read(count: int, about: dict[str, bool], long: bool):
    text = " ".join(["mot"] * count) + "\u00a0?"
    item = asked(SAFE, plain=text) if "plain" in about else asked(text)
    document = sheet(item, respondents="plain" if "everybody_reads_plain" in about else "standard,plain")
    assert codes(document) == ["Q07"] * long


def test_a_version_for_some_is_read_too_and_quoted():
    (found,) = remarks(sheet(asked(SAFE, young="T’es bien entouré et bien écouté\u00a0?")))
    assert found.code == "Q01" and "T’es bien entouré" in say(found).message


def test_long_is_twenty_questions_or_ten_minutes():
    assert codes(sheet(*[asked(SAFE)] * 20)) == []
    assert codes(sheet(*[asked(SAFE)] * 21)) == ["Q05"]
    assert codes(sheet(asked(SAFE), minutes="10")) == [] and codes(sheet(asked(SAFE), minutes="11")) == ["Q05"]
    open_questions = [asked("Qu’est-ce qui a changé\u00a0?", type="long")] * 7
    assert estimated_minutes(sheet(*open_questions)) == 12 and codes(sheet(*open_questions)) == ["Q05"]
    assert codes(sheet(*open_questions, minutes="9")) == []  # what was observed is worth more than what is reckoned


def test_a_fault_of_most_questions_is_one_remark():
    found = remarks(sheet(*[{"text": f"{SAFE} {n}", "type": "agreement4"} for n in range(1, 11)]))
    assert [(one.code, one.anchor) for one in found] == [("Q06", "sheet"), ("Q09", "sheet"), ("Q10", "sheet")]
    assert all(f"vis. {n}" in say(one).message for one in found[:2] for n in (1, 10))


def test_an_indicator_that_waits_for_its_question():
    (found,) = remarks(
        {
            **sheet(asked(SAFE)),
            "upstream": {"indicators": [], "surveyed": [{"uid": uid(9), "label": "Part des familles", "note": ""}]},
        }
    )
    assert (found.code, found.anchor) == ("Q10", "sheet") and "«\u00a0Part des familles\u00a0»" in say(found).message


def test_people_are_informed_and_the_words_are_tried():
    found = {one.code: one for one in remarks(sheet(asked(SAFE), notice="", tested="2"))}
    assert {code: (str(one.severity), one.anchor) for code, one in found.items()} == {
        "Q11": ("E", "field:notice"), "Q12": ("A", "field:tested"),
    }  # fmt: skip
    assert "2" in say(found["Q12"]).message
    nothing_yet: dict[str, Any] = {**sheet(), "entries": {"title": "Et vous ?"}}
    assert codes(nothing_yet) == ["R01"]


@pytest.mark.parametrize(("compulsory", "found"), [(2, []), (3, ["Q13"])])
def test_three_texts_imposed_are_many(compulsory: int, found: list[str]):
    items = [asked(SAFE, type="long" if n % 2 else "short", compulsory="yes" if n < compulsory else "no") for n in range(5)]
    assert codes(sheet(*items)) == found


def test_before_and_after_are_asked_in_the_same_words():
    start, end = asked(SAFE, round="start"), asked("Vous sentez-vous en sécurité\u00a0?", round="end")
    (found,) = remarks(sheet(start, end))
    assert (found.code, str(found.severity), found.anchor) == ("I19", "A", f"item:{uid(2)}")
    assert "Part des personnes en sécurité" in say(found).message
    assert codes(sheet(start, asked(SAFE, round="end"))) == []
    assert codes(sheet(start, asked(SAFE, round="end", type="agreement5"))) == ["I19"]
    assert codes(sheet(asked(SAFE, round="twice"), end)) == []


def test_questions_are_asked_part_by_part():
    document = sheet(asked("Un", part=uid(52)), asked("Deux"), asked("Trois", part=uid(51)))
    document["tables"]["part"] = [{"uid": uid(51), "position": 1, "title": "A"}, {"uid": uid(52), "position": 2, "title": "B"}]
    assert [one["text"] for one in items_of(document)] == ["Deux", "Trois", "Un"]


def test_the_severity_of_each():
    found: list[Remark] = remarks(
        sheet(
            {"text": "Grâce à nous, n’êtes-vous pas mécontent et triste\u00a0?", "type": "faces", "degrees": "Bien\nTrès bien\nParfait"},
            minutes="60", notice="", tested="",
        )
    )  # fmt: skip
    assert {one.code: str(one.severity) for one in found} == {
        "Q01": "S", "Q02": "A", "Q03": "A", "Q04": "A", "Q05": "S", "Q06": "E", "Q09": "A", "Q10": "A", "Q11": "E", "Q12": "A",
    }  # fmt: skip
