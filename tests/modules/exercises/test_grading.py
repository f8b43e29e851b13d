from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Invalid
from modules.exercises.content import Content
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.kinds import RULES, rules_of
from modules.exercises.kinds.spot import SOUND
from modules.exercises.models import KINDS
from modules.exercises.presentation import present
from modules.exercises.responses import fields_of, read
from tests.modules.exercises.examples import (
    EXAMPLES,
    answered,
    choices,
    gaps,
    match,
    number,
    order,
    single,
    sort,
    spot,
    true_false,
)


def test_each_kind_has_its_rules_its_model_and_its_example() -> None:
    assert set(RULES) == set(KINDS) == set(EXAMPLES)


@given(answered())
def test_a_score_lies_between_nothing_and_the_points_of_what_was_judged(case: tuple[Content, Any]) -> None:
    found = grade(*case)
    earned = rules_of(case[0].kind).judge(*case)
    assert 0 <= found.raw <= found.maximum == sum(item.points for item, _points in earned)
    assert found.maximum >= 1
    assert found.success == (found.raw == found.maximum)
    if found.feedback:
        assert found.success == all(verdict.right for verdict in found.feedback.values())


@given(answered())
def test_grading_twice_says_the_same(case: tuple[Content, Any]) -> None:
    assert grade(*case) == grade(*case)


@given(answered())
def test_a_response_survives_the_form_and_the_database(case: tuple[Content, Any]) -> None:
    asked, response = case
    back = read(asked, fields_of(asked, response))
    assert grade(asked, back) == grade(asked, response)
    assert read(asked, fields_of(asked, back)) == back
    assert json.loads(json.dumps(back)) == back


@given(answered(), st.integers(0, 9))
def test_the_form_shows_every_item_once_and_a_verdict_for_each_judged(case: tuple[Content, Any], attempts: int) -> None:
    asked, response = case
    form = present(asked, answered=response, attempts=attempts)
    assert form.grade is not None
    rows = [row for one in form.rounds for row in one.rows]
    assert sorted(row.item.key for row in rows) == sorted(item.key for item in asked.items)
    assert {row.item.key for row in rows if row.verdict} <= set(form.grade.feedback)


@given(answered())
def test_the_examples_of_the_preview_are_all_right_and_not(case: tuple[Content, Any]) -> None:
    asked, _response = case
    rules = rules_of(asked.kind)
    if not list(rules.faults(asked)):
        assert grade(asked, rules.example(asked, right=True)).success
        assert grade(asked, rules.example(asked, right=False)).success is not rules.is_judged


@given(answered(), st.data())
def test_putting_one_item_right_never_lowers_the_score(case: tuple[Content, Any], data: Any) -> None:
    asked, response = case
    item = data.draw(st.sampled_from(asked.items))
    if asked.kind in (Kind.SORT, Kind.MATCH, Kind.GAPS):
        better: Any = {**response, item.key: item.answer}
    elif asked.kind == Kind.NUMBER:
        better = {**response, item.key: str(item.answer)}
    elif asked.kind == Kind.TRUE_FALSE:
        better = {**response, "answers": {**response["answers"], item.key: str(item.answer).lower()}}
    elif asked.kind == Kind.SPOT:
        better = {key: value for key, value in {**response, item.key: item.answer}.items() if value != SOUND}
    elif asked.kind == Kind.ORDER:
        better = list(response)
        here, there = better.index(item.key), int(item.answer) - 1
        better[here], better[there] = better[there], better[here]
    elif asked.kind == Kind.CHOICES:
        better = [key for key in response if key != item.key] + ([item.key] if item.answer else [])
    else:
        return
    if not better:
        return
    assert grade(asked, better).raw >= grade(asked, response).raw


def test_two_steps_swapped_leave_four_right_out_of_six() -> None:
    found = grade(order(6), ["s0", "s1", "s2", "s4", "s3", "s5"])
    assert (found.raw, found.maximum, found.success) == (4, 6, False)
    assert [key for key, verdict in found.feedback.items() if not verdict.right] == ["s3", "s4"]


def test_a_sort_counts_the_cards_in_their_place() -> None:
    found = grade(sort(3), {"c0": "means", "c1": "act", "c2": "act"})
    assert (found.raw, found.maximum) == (2, 3)
    assert found.feedback["c2"].text == "non"


def test_ticking_everything_earns_only_the_right_ones() -> None:
    asked = choices([True, False, True, False])
    assert grade(asked, ["b0", "b1", "b2", "b3"]).raw == 2
    assert grade(asked, ["b1", "b3"]).raw == 0
    assert grade(asked, ["b0", "b2"]).success


MALFORMED = [
    (sort(3), {"c0": "means"}, "incomplete"),
    (sort(3), {"c0": "means", "c1": "act", "c2": "elsewhere"}, "unknown_item"),
    (sort(3), {"c0": "means", "c1": "act", "zz": "act"}, "unknown_item"),
    (sort(3), ["c0"], "malformed_response"),
    (sort(3), {"c0": 1, "c1": "act", "c2": "act"}, "malformed_response"),
    (sort(3), None, "malformed_response"),
    (order(3), ["s0", "s1"], "incomplete"),
    (order(3), ["s0", "s0", "s1"], "repeated_item"),
    (order(3), ["s0", "s1", "s9"], "unknown_item"),
    (order(3), [["s0"], "s1", "s2"], "malformed_response"),
    (order(3), "s0,s1,s2", "malformed_response"),
    (choices([True, False]), [], "incomplete"),
    (choices([True, False]), {"b0": True}, "malformed_response"),
    (choices([True, False]), ["b0", "b0"], "repeated_item"),
    (choices([True, False]), ["b7"], "unknown_item"),
    (single(3), [], "incomplete"),
    (single(3), ["b0", "b1"], "incomplete"),
    (single(3), "b0", "malformed_response"),
    (single(3), ["b9"], "unknown_item"),
    (true_false([True, False]), {"answers": {"a0": "true"}, "reasons": {}}, "incomplete"),
    (true_false([True]), {"answers": {"a0": "yes"}, "reasons": {}}, "unknown_item"),
    (true_false([True]), {"answers": {"a0": "true"}, "reasons": {"a0": "x" * 401}}, "malformed_response"),
    (true_false([True]), {"a0": "true"}, "malformed_response"),
    (match(2), {"i0": "t0"}, "incomplete"),
    (match(2), {"i0": "t3", "i1": "t3"}, "unknown_item"),
    (gaps(2), {"g0": "w0"}, "incomplete"),
    (gaps(2), {"g0": "w0", "g1": "mot 1"}, "unknown_item"),
    (number("3", "4"), {"q0": "3"}, "incomplete"),
    (number("3"), {"q0": "trois"}, "not_a_figure"),
    (number("3"), {"q0": 3}, "malformed_response"),
    (number("3", closed=True), {"q0": "3", "last": "Peut-être"}, "unknown_item"),
    (spot([1, 0]), {}, "incomplete"),
    (spot([1, 0]), {"l0": "d9"}, "unknown_item"),
    (spot([1, 0]), ["l0"], "malformed_response"),
]


@pytest.mark.parametrize(("asked", "response", "code"), MALFORMED)
def test_what_is_no_answer_is_refused_and_not_graded(asked: Content, response: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(asked, response)
    assert refusal.value.code == code
    assert refusal.value.errors["response"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(answered(), ANYTHING)
def test_whatever_arrives_is_graded_or_refused(case: tuple[Content, Any], response: object) -> None:
    with contextlib.suppress(Invalid):
        grade(case[0], response)


@given(answered(), st.data())
def test_whatever_is_typed_is_read_or_refused_and_shown_again(case: tuple[Content, Any], data: Any) -> None:
    asked = case[0]
    keys = list(rules_of(asked.kind).fields(asked))
    fields = data.draw(st.fixed_dictionaries({key: st.text(max_size=12) | st.sampled_from(["1", "2", *keys]) for key in keys}))
    with contextlib.suppress(Invalid):
        grade(asked, read(asked, fields))
    assert present(asked, typed=fields, error="Non.").grade is None


@given(st.integers(2, 12), st.text(alphabet="abcdef", min_size=1))
def test_steps_are_never_first_shown_in_the_right_order(count: int, code: str) -> None:
    asked = order(count)
    asked = Content(1, code, asked.kind, "Titre", "", 5, 1, asked.items)
    assert rules_of(asked.kind).shown(asked) != list(asked.items)
    assert sorted(item.key for item in rules_of(asked.kind).shown(asked)) == sorted(item.key for item in asked.items)
