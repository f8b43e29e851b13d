"""What is answered and never marked: a text written again, a self-position, cards turned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coursesite.core.errors import Invalid
from modules.exercises.checks import faults
from modules.exercises.content import Content, Item, Option, Passage
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.exercises.presentation import present
from modules.exercises.responses import fields_of, read
from modules.exercises.statements import said

TEXTS = (Passage("one", "« Est-ce utile ? »"), Passage("two", "« Améliorer »"))
CHECKS = (Item("who", "Qui ?", answer=True, round=0), Item("when", "Quand ?", answer=True, round=0))
REWRITE = Content(1, "ree", str(Kind.REWRITE), "Réécrire", "", 5, 1, CHECKS, passages=TEXTS, model="<p>Notre version</p>")
WRITTEN = {"texts": {"one": "Dans quelle mesure ?", "two": "Les jeunes osent."}, "checks": ["who"]}

LEVELS = tuple(Option(str(number), label) for number, label in enumerate(("Je découvre", "Appui", "Seule", "Je transmets"), 1))
NOW = tuple(Item(f"tc{n}", f"Je dis {n}.", "1", round=1, competency="TC1") for n in (1, 2))
POSITION = Content(1, "pos", str(Kind.POSITION), "Où en êtes-vous ?", "", 5, 1, NOW, LEVELS)
THEN = tuple(replace(item, key=f"{item.key}-then", round=2) for item in NOW)
BOTH = replace(POSITION, pk=2, code="pos-2", items=NOW + THEN, repeats=1)

TERMS = (Item("besoin", "Besoin", "known", model="Un écart."), Item("effet", "Effet", "known", model="Un changement."))
CARDS = Content(
    1, "cartes", str(Kind.CARDS), "Cartes", "", 5, 1, TERMS, (Option("known", "Je savais"), Option("again", "À revoir"))
)

ANSWERS: list[tuple[Content, Any]] = [
    (REWRITE, WRITTEN),
    (POSITION, {"tc1": "1", "tc2": "4"}),
    (BOTH, {"tc1": "3", "tc2": "4", "tc1-then": "1", "tc2-then": "2"}),
    (CARDS, {"besoin": "known", "effet": "again"}),
]


@pytest.mark.parametrize(("content", "response"), ANSWERS)
def test_a_whole_answer_is_enough_and_no_item_is_judged(content: Content, response: Any) -> None:
    found = grade(content, response)
    assert found.success and found.raw == found.maximum >= 1 and found.feedback == {}
    form = present(content, answered=response, attempts=1)
    assert form.grade and not form.shows_score and not form.is_closed
    assert not rules_of(content.kind).counts and faults(content) == []
    assert read(content, fields_of(content, response)) == response


@pytest.mark.parametrize(
    ("content", "response", "code"),
    [
        (REWRITE, {"texts": {"one": "Oui"}, "checks": []}, "incomplete"),
        (REWRITE, {"texts": {"one": " ", "two": "Oui"}, "checks": []}, "malformed_response"),
        (REWRITE, {"texts": {"one": "Oui", "two": "x" * 1501}, "checks": []}, "invalid"),
        (REWRITE, {"texts": {"one": "Oui\x00", "two": "Non"}, "checks": []}, "invalid"),
        (REWRITE, {"texts": {"one": "Oui", "three": "Non"}, "checks": []}, "unknown_item"),
        (REWRITE, {"texts": {"one": "Oui", "two": "Non"}, "checks": ["why"]}, "unknown_item"),
        (REWRITE, {"texts": {"one": 1}, "checks": []}, "invalid"),
        (REWRITE, {"texts": [], "checks": []}, "malformed_response"),
        (REWRITE, {"texts": {"one": "Oui" + " " * 200_000, "two": "Non"}, "checks": []}, "malformed_response"),
        (REWRITE, {"texts": {"one": "Oui", "two": "Non"}, "checks": ["who"] * 20_000}, "repeated_item"),
        (REWRITE, "Oui", "malformed_response"),
        (POSITION, {"tc1": "1"}, "incomplete"),
        (POSITION, {"tc1": "1", "tc2": "5"}, "unknown_item"),
        (BOTH, {"tc1": "1", "tc2": "2"}, "incomplete"),
        (CARDS, {"besoin": "known"}, "incomplete"),
        (CARDS, {"besoin": "known", "effet": "maybe"}, "unknown_item"),
    ],
)
def test_what_is_no_whole_answer_is_refused(content: Content, response: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(content, response)
    assert refusal.value.code == code


def test_our_version_is_shown_once_one_has_written() -> None:
    assert present(REWRITE).grade is None
    form = present(REWRITE, answered=WRITTEN, attempts=1)
    assert form.grade and form.content.model == "<p>Notre version</p>"
    texts = [(one.name, one.value) for one in form.rounds if one.passage]
    assert texts == [("ree-one", "Dans quelle mesure ?"), ("ree-two", "Les jeunes osent.")]


def test_what_was_written_never_leaves_but_its_length() -> None:
    (traced,) = said(REWRITE, WRITTEN, success=True)
    assert traced.response is None and traced.success is None and traced.length == 37
    assert traced.about.interaction is not None and traced.about.interaction.type == "long-fill-in"
    assert "Dans quelle" not in str(traced) and "osent" not in str(traced)


def test_what_was_written_is_kept_with_no_row_of_everybody() -> None:
    assert present(REWRITE).key and present(POSITION, answered={"tc1": "1", "tc2": "4"}).key
    assert present(REWRITE, answered=WRITTEN, attempts=1).key == ""


def test_what_was_written_is_told_then_taken_away() -> None:
    rules = rules_of(Kind.REWRITE)
    assert rules.own_words(WRITTEN) == ["Dans quelle mesure ?", "Les jeunes osent."]
    assert rules.own_words(rules.emptied(WRITTEN)) == [] and rules.emptied(WRITTEN)["checks"] == ["who"]
    assert rules_of(Kind.POSITION).own_words({"tc1": "1"}) == []
    reasons = rules_of(Kind.TRUE_FALSE)
    said_why = {"answers": {"a": "true"}, "reasons": {"a": "Parce que."}}
    assert reasons.own_words(said_why) == ["Parce que."] and reasons.own_words(reasons.emptied(said_why)) == []


def test_each_statement_is_traced_on_a_scale_with_no_right_answer() -> None:
    traced = said(BOTH, ANSWERS[2][1], success=True)
    assert [(one.key, one.response, one.success) for one in traced] == [
        ("tc1", "3", None), ("tc2", "4", None), ("tc1-then", "1", None), ("tc2-then", "2", None),
    ]  # fmt: skip
    about = traced[0].about.interaction
    assert about is not None and about.type == "likert" and about.correct is None
    assert dict(about.scale or {}) == {"1": "Je découvre", "2": "Appui", "3": "Seule", "4": "Je transmets"}


def test_cards_turned_leave_no_trace() -> None:
    assert said(CARDS, ANSWERS[3][1], success=True) == []


def test_a_second_position_shows_the_first_beside_it() -> None:
    form = present(BOTH, answered=ANSWERS[2][1], before={"tc1": "2"}, attempts=1)
    assert [(one.first, one.then, one.now) for one in form.details] == [
        ("Appui", "Je découvre", "Seule"), ("", "Appui", "Je transmets"),
    ]  # fmt: skip
    assert [(now.name, then.name) for now, then in form.both] == [
        ("pos-2-tc1", "pos-2-tc1-then"),
        ("pos-2-tc2", "pos-2-tc2-then"),
    ]
    assert present(BOTH, before={"tc1": "2"}).details == [], "not before it is answered"


def test_an_editor_is_told_what_is_wrong() -> None:
    assert len(faults(replace(REWRITE, items=(), passages=(), model=""))) == 3
    assert len(faults(replace(REWRITE, passages=(Passage("who", "Un texte"),)))) == 1, "a key for two fields"
    assert len(faults(replace(POSITION, items=()))) == 1
    assert len(faults(replace(CARDS, items=()))) == 1
