"""A quiz: answered once, and what was right is said after the quiz that repeats it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coursesite.core.errors import Invalid
from modules.exercises.checks import faults
from modules.exercises.content import Content, Item, Option
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.exercises.presentation import present
from modules.exercises.responses import fields_of, read
from modules.exercises.statements import said

QUIZ = rules_of(Kind.QUIZ)
ITEMS = tuple(Item(f"q{n}", f"Question {n}", f"q{n}a", f"Parce que {n}", f"Parce que {n}", round=n) for n in (1, 2))
OPTIONS = tuple(Option(f"q{n}{letter}", f"Choix {letter}", n) for n in (1, 2) for letter in "abz")
ENTRY = Content(
    1, "entree", str(Kind.QUIZ), "Départ", "", 5, 1, ITEMS, OPTIONS, feedback_success="Gardé.", feedback_retry="Manque."
)
EXIT = replace(ENTRY, pk=2, code="sortie", repeats=1)
ONE_RIGHT = {"q1": "q1a", "q2": "q2b"}


def test_the_first_says_nothing_of_what_was_right() -> None:
    found = grade(ENTRY, ONE_RIGHT)
    assert (found.raw, found.maximum, found.feedback) == (1, 2, {})
    form = present(ENTRY, answered=ONE_RIGHT, attempts=1)
    assert form.is_closed and form.is_secret and not form.shows_score and form.verdict == "Gardé."
    assert all(row.verdict is None for round_ in form.rounds for row in round_.rows)


def test_the_second_says_it_of_both() -> None:
    form = present(EXIT, answered={"q1": "q1a", "q2": "q2a"}, before=ONE_RIGHT, attempts=1)
    assert form.shows_score and form.grade is not None and form.grade.success
    assert [(question.right, question.earlier) for question in form.details] == [(True, "right"), (True, "wrong")]
    assert [(one.is_right, one.is_chosen, one.was_chosen) for one in form.details[1].choices] == [
        (True, True, False), (False, False, True), (False, False, False),
    ]  # fmt: skip
    alone = present(EXIT, answered={"q1": "q1a", "q2": "q2a"}, attempts=1)
    assert [question.earlier for question in alone.details] == ["", ""] and alone.key != form.key


def test_its_points_count_for_nothing() -> None:
    assert not QUIZ.counts and QUIZ.is_once


def test_each_question_is_traced_by_itself() -> None:
    traced = said(EXIT, ONE_RIGHT, success=False)
    assert [(one.key, one.response, one.success) for one in traced] == [("q1", "q1a", True), ("q2", "q2b", False)]
    assert [one.about.interaction.type for one in traced if one.about.interaction] == ["choice", "choice"]
    assert traced[0].about.interaction is not None
    assert list(traced[0].about.interaction.correct or []) == ["q1a"]
    assert dict(traced[0].about.interaction.choices or {}) == {"q1a": "Choix a", "q1b": "Choix b", "q1z": "Choix z"}


def test_the_traces_of_the_first_keep_what_was_right_for_later() -> None:
    traced = said(ENTRY, ONE_RIGHT, success=False)
    assert [(one.key, one.response, one.success) for one in traced] == [("q1", "q1a", None), ("q2", "q2b", None)]
    assert [one.about.interaction.correct for one in traced if one.about.interaction] == [None, None]


def test_a_response_survives_the_form() -> None:
    assert read(ENTRY, fields_of(ENTRY, ONE_RIGHT)) == ONE_RIGHT
    assert present(ENTRY, typed={"q1": "q1b"}).details[0].choices[1].is_chosen


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ({"q1": "q1a"}, "incomplete"), ({}, "incomplete"), ({"q1": "q2a", "q2": "q2a"}, "malformed_response"),
        ({"q1": "zz", "q2": "q2a"}, "unknown_item"), ({"q9": "q1a"}, "unknown_item"), (["q1a"], "malformed_response"),
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_refused(response: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(ENTRY, response)
    assert refusal.value.code == code


def test_an_editor_is_told_what_is_wrong() -> None:
    assert faults(ENTRY) == [] and faults(EXIT) == []
    assert len(faults(replace(ENTRY, items=(), options=()))) == 1
    assert len(faults(replace(ENTRY, options=OPTIONS[:1] + OPTIONS[3:]))) == 1, "one choice only"
    assert len(faults(replace(ENTRY, items=(replace(ITEMS[0], answer=""), ITEMS[1])))) == 1, "no right choice, or several"


def test_all_right_and_all_wrong_for_a_preview() -> None:
    assert grade(EXIT, QUIZ.example(EXIT, right=True)).success
    assert grade(EXIT, QUIZ.example(EXIT, right=False)).raw == 0
