"""What is particular to the kinds with one answer that we know: what they read, what they say of it, how it is traced."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Invalid
from coursesite.tracking import builder
from coursesite.tracking.builder import agent
from coursesite.tracking.validation import validate
from modules.exercises.content import Content, Item, Passage
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.exercises.kinds.number import figure
from modules.exercises.presentation import present
from modules.exercises.responses import read
from modules.exercises.statements import activity
from modules.exercises.templatetags.exercises import pieces
from tests.modules.exercises.examples import answered, content, gaps, match, number, single, spot, true_false


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("62,5 %", "%", "62.5"),
        ("62.5", "%", "62.5"),
        ("62,5\u202f%", "", "62.5"),
        ("1 234,5", "", "1234.5"),
        ("1\u202f234,5", "", "1234.5"),
        ("1\u00a0234,50 €", "€", "1234.50"),
        ("+30 points", "points", "30"),
        ("30 Points", "points", "30"),
        ("−4", "jours", "-4"),
        ("–4 jours", "jours", "-4"),
        ("014", "", "14"),
    ],
)
def test_figures_are_read_as_french_people_write_them(typed: str, unit: str, value: str) -> None:
    assert figure(typed, unit) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "%", "douze", "1,2,3", "1.234,5", "1e5", "٣", "²", "12 %%", "NaN", "Infinity", "--3", "3-"]
)
def test_what_is_no_figure_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(Invalid, match="chiffre|figure"):
        figure(typed, "%")


@given(st.decimals(-(10**11), 10**11, places=3))
def test_a_figure_survives_how_it_is_written(value: Decimal) -> None:
    assert figure(f"{value:f}".replace(".", ",")) == figure(f"{value:f}") == value
    assert figure(f"{value:,f}".replace(",", "\u202f").replace(".", ",") + " %") == value


@pytest.mark.parametrize(("typed", "right"), [("62", True), ("63 %", True), ("61,9", False), ("63,1", False), ("62,5", True)])
def test_a_tolerance_includes_its_ends(typed: str, right: bool) -> None:
    assert grade(number("62.5"), {"q0": typed}).success is right


def test_a_mistake_often_made_is_answered_by_what_makes_it() -> None:
    assert grade(number("62.5"), {"q0": "160"}).feedback["q0"].text == "Vous avez inversé."
    assert grade(number("62.5"), {"q0": "17"}).feedback["q0"].text == "non"


def test_the_right_figure_is_never_taken_for_a_mistake() -> None:
    assert grade(number("160"), {"q0": "160"}).feedback["q0"].text == "oui"


def test_an_item_that_goes_with_two_accepts_either() -> None:
    asked = match(2)
    assert asked.items[0].also == ("t1",)
    assert all(grade(asked, {"i0": given, "i1": "t3"}).success for given in ("t0", "t1"))
    assert not grade(asked, {"i0": "t2", "i1": "t3"}).success


def test_the_verdict_of_a_single_choice_is_said_of_it_alone() -> None:
    found = grade(single(4), ["b2"])
    assert (found.raw, found.maximum, list(found.feedback)) == (0, 1, ["b2"])


def test_a_line_rightly_left_alone_counts() -> None:
    found = grade(spot([1, 0, 2, 0]), {"l0": "d1", "l2": "d1"})
    assert (found.raw, found.maximum) == (3, 4)


def test_pointing_everything_out_never_gives_a_full_score() -> None:
    assert not grade(spot([1, 0, 1], kinds=1), dict.fromkeys(("l0", "l1", "l2"), "d1")).success


def test_a_reason_is_kept_and_neither_judged_nor_traced() -> None:
    asked = true_false([True, False])
    given = read(asked, {"a0": "true", "a0.why": "Parce que Karim me l’a dit", "a1": "false", "a1.why": "  "})
    assert given == {"answers": {"a0": "true", "a1": "false"}, "reasons": {"a0": "Parce que Karim me l’a dit"}}
    assert grade(asked, given).success
    assert rules_of(asked.kind).said(asked, given) == "a0[.]true[,]a1[.]false"


SAID: list[tuple[Content, Any, str, str]] = [
    (single(3), ["b1"], "choice", "b1"),
    (true_false([True]), {"answers": {"a0": "false"}, "reasons": {"a0": "…"}}, "true-false", "false"),
    (match(2), {"i1": "t4", "i0": "t0"}, "matching", "i0[.]t0[,]i1[.]t4"),
    (gaps(2), {"g0": "w3", "g1": "w1"}, "matching", "g0[.]w3[,]g1[.]w1"),
    (number("62.5"), {"q0": "1\u202f062,50 %"}, "numeric", "1062.50"),
    (number("3", "4"), {"q0": "3,5", "q1": "-4"}, "performance", "q0[.]3.5[,]q1[.]-4"),
    (number("3", closed=True), {"q0": "3", "last": "Oui"}, "performance", "q0[.]3[,]last[.]Oui"),
    (spot([1, 2, 0]), {"l2": "d2", "l0": "d1"}, "matching", "l0[.]d1[,]l2[.]d2"),
    (spot([1, 0, 1], kinds=1), {"l1": "d1", "l0": "d1"}, "choice", "l0[,]l1"),
]


@pytest.mark.parametrize(("asked", "response", "kind", "said"), SAID)
def test_a_response_is_traced_in_the_format_of_its_type(asked: Content, response: Any, kind: str, said: str) -> None:
    rules = rules_of(asked.kind)
    assert rules.interaction(asked).type == kind
    assert rules.said(asked, response) == said


@pytest.mark.parametrize(("tolerance", "pattern"), [("0.5", "62.0[:]63.0"), ("0", "62.5")])
def test_a_tolerance_is_a_range_in_the_pattern(tolerance: str, pattern: str) -> None:
    asked = number("62.5", tolerance=tolerance)
    assert list(rules_of(asked.kind).interaction(asked).correct or []) == [pattern]


FAULTS = [
    (content(Kind.SINGLE, [Item("a", "A", True), Item("b", "B", True)]), 1),
    (content(Kind.SINGLE, [Item("a", "A", True)]), 1),
    (content(Kind.TRUE_FALSE, []), 1),
    (content(Kind.MATCH, [Item("a", "A", "x"), Item("b", "B", "x")]), 2),
    (content(Kind.GAPS, [Item("g", "A", "x")]), 2),
    (content(Kind.NUMBER, [Item("q", "A", "douze"), Item("r", "B", "Non", words=("Oui",))]), 2),
    (spot([0, 0], kinds=1), 2),
    (spot([1, 3], kinds=2), 2),
]


@pytest.mark.parametrize(("asked", "count"), FAULTS)
def test_what_cannot_be_answered_is_said_to_its_editor(asked: Content, count: int) -> None:
    assert len(list(rules_of(asked.kind).faults(asked))) == count


@given(answered())
def test_every_answer_makes_a_valid_statement(case: tuple[Content, Any]) -> None:
    asked, response = case
    said = rules_of(asked.kind).said(asked, response)
    statement = {
        "actor": agent("0b0e2b62-4f2c-4c1e-8f43-6a1d2a0d9a11"),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": builder._activity(activity(asked)),
        "result": {} if said is None else {"response": said},
    }
    assert validate(statement, "1.0.3") == []


@pytest.mark.parametrize("reason", ["un\x00deux", "\ud800", "\u202eruse"])
def test_a_reason_that_no_database_keeps_is_refused(reason: str) -> None:
    with pytest.raises(Invalid):
        grade(true_false([True]), {"answers": {"a0": "true"}, "reasons": {"a0": reason}})


def test_a_figure_is_not_kept_with_spaces_without_end() -> None:
    with pytest.raises(Invalid):
        grade(number("5"), {"q0": " " * 200_000 + "5"})


def test_a_gap_keeps_the_point_or_comma_that_follows_it() -> None:
    asked = replace(gaps(2), passages=(Passage("", "Si {g0}, alors {g9}\u00a0; {g0}."), Passage("", "{g1} suit")))
    first, second = (list(pieces(one)) for one in present(asked).rounds)
    assert [(piece.text, piece.row.item.key if piece.row else "", piece.number) for piece in first] == [
        ("Si ", "", 0), (",", "g0", 1), (" alors ", "", 0), ("\u00a0;", "", 2), (" ", "", 0), (".", "g0", 3), ("", "", 0),
    ]  # fmt: skip
    assert [piece.text for piece in second] == ["", "", " suit"]


def test_what_is_said_of_a_gap_names_the_words_put_in_it() -> None:
    rows = render_to_string("exercises/_parts/_gaps.html", {"form": present(gaps(2), answered={"g0": "w3", "g1": "w1"})})
    assert re.findall(r'exercise-chosen">«\u00a0(.+?)\u00a0»', rows) == ["mot 3", "mot 1"]
