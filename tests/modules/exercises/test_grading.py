from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Invalid
from modules.exercises.content import Category, Content, Item
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.responses import fields_of, read

CATEGORIES = tuple(Category(key, key.title()) for key in ("means", "act", "effect"))


def content(kind: Kind, items: list[Item]) -> Content:
    return Content(1, "e", str(kind), "Titre", "", 5, 1, tuple(items), CATEGORIES if kind == Kind.SORT else ())


def cards(count: int) -> list[Item]:
    return [Item(f"c{n}", f"Carte {n}", CATEGORIES[n % 3].key, "oui", "non") for n in range(count)]


def steps(count: int) -> list[Item]:
    return [Item(f"s{n}", f"Étape {n}", n + 1, "place", "place") for n in range(count)]


def boxes(rights: list[bool]) -> list[Item]:
    return [Item(f"b{n}", f"Choix {n}", right, "bien", "revoir") for n, right in enumerate(rights)]


@st.composite
def graded(draw: Any) -> tuple[Content, Any]:
    """A content of any kind, with any answer that it accepts."""
    kind = draw(st.sampled_from(list(Kind)))
    count = draw(st.integers(2, 9))
    if kind == Kind.SORT:
        asked = content(kind, cards(count))
        return asked, {item.key: draw(st.sampled_from(CATEGORIES)).key for item in asked.items}
    if kind == Kind.ORDER:
        asked = content(kind, steps(count))
        return asked, draw(st.permutations([item.key for item in asked.items]))
    asked = content(kind, boxes(draw(st.lists(st.booleans(), min_size=count, max_size=count))))
    return asked, draw(st.lists(st.sampled_from([item.key for item in asked.items]), min_size=1, unique=True))


@given(graded())
def test_a_score_lies_between_nothing_and_the_number_of_items(case: tuple[Content, Any]) -> None:
    asked, response = case
    found = grade(asked, response)
    assert 0 <= found.raw <= found.maximum == len(asked.items)
    assert found.success == (found.raw == found.maximum) == all(verdict.right for verdict in found.feedback.values())
    assert found.raw == sum(verdict.right for verdict in found.feedback.values())


@given(graded())
def test_grading_twice_says_the_same(case: tuple[Content, Any]) -> None:
    assert grade(*case) == grade(*case)


@given(graded())
def test_a_response_survives_the_form(case: tuple[Content, Any]) -> None:
    asked, response = case
    back = read(asked, fields_of(asked, response))
    assert grade(asked, back) == grade(asked, response)
    assert sorted(back) == sorted(response)


@given(graded(), st.data())
def test_putting_one_item_right_never_lowers_the_score(case: tuple[Content, Any], data: Any) -> None:
    asked, response = case
    item = data.draw(st.sampled_from(asked.items))
    if asked.kind == Kind.SORT:
        better: Any = {**response, item.key: item.answer}
    elif asked.kind == Kind.ORDER:
        better = list(response)
        here, there = better.index(item.key), int(item.answer) - 1
        better[here], better[there] = better[there], better[here]
    else:
        better = [key for key in response if key != item.key] + ([item.key] if item.answer else [])
        if not better:
            return
    assert grade(asked, better).raw >= grade(asked, response).raw


def test_two_steps_swapped_leave_four_right_out_of_six() -> None:
    asked = content(Kind.ORDER, steps(6))
    found = grade(asked, ["s0", "s1", "s2", "s4", "s3", "s5"])
    assert (found.raw, found.maximum, found.success) == (4, 6, False)
    assert [key for key, verdict in found.feedback.items() if not verdict.right] == ["s3", "s4"]


def test_a_sort_counts_the_cards_in_their_place() -> None:
    asked = content(Kind.SORT, cards(3))
    found = grade(asked, {"c0": "means", "c1": "act", "c2": "act"})
    assert (found.raw, found.maximum) == (2, 3)
    assert found.feedback["c2"].text == "non"


def test_ticking_everything_earns_only_the_right_ones() -> None:
    asked = content(Kind.CHOICES, boxes([True, False, True, False]))
    assert grade(asked, ["b0", "b1", "b2", "b3"]).raw == 2
    assert grade(asked, ["b1", "b3"]).raw == 0
    assert grade(asked, ["b0", "b2"]).success


MALFORMED = [
    (Kind.SORT, {"c0": "means"}, "incomplete"),
    (Kind.SORT, {"c0": "means", "c1": "act", "c2": "elsewhere"}, "unknown_item"),
    (Kind.SORT, {"c0": "means", "c1": "act", "zz": "act"}, "unknown_item"),
    (Kind.SORT, ["c0"], "malformed_response"),
    (Kind.SORT, {"c0": 1, "c1": "act", "c2": "act"}, "malformed_response"),
    (Kind.SORT, None, "malformed_response"),
    (Kind.ORDER, ["s0", "s1"], "incomplete"),
    (Kind.ORDER, ["s0", "s0", "s1"], "repeated_item"),
    (Kind.ORDER, ["s0", "s1", "s9"], "unknown_item"),
    (Kind.ORDER, [["s0"], "s1", "s2"], "malformed_response"),
    (Kind.ORDER, "s0,s1,s2", "malformed_response"),
    (Kind.CHOICES, [], "incomplete"),
    (Kind.CHOICES, {"b0": True}, "malformed_response"),
    (Kind.CHOICES, ["b0", "b0"], "repeated_item"),
    (Kind.CHOICES, ["b7"], "unknown_item"),
]


@pytest.mark.parametrize(("kind", "response", "code"), MALFORMED)
def test_what_is_no_answer_is_refused_and_not_graded(kind: Kind, response: object, code: str) -> None:
    items = {Kind.SORT: cards(3), Kind.ORDER: steps(3), Kind.CHOICES: boxes([True, False, True])}[kind]
    with pytest.raises(Invalid) as refusal:
        grade(content(kind, items), response)
    assert refusal.value.code == code
    assert refusal.value.errors["response"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_whatever_arrives_is_graded_or_refused(response: object) -> None:
    for kind, items in [(Kind.SORT, cards(3)), (Kind.ORDER, steps(3)), (Kind.CHOICES, boxes([True, False]))]:
        with contextlib.suppress(Invalid):
            grade(content(kind, items), response)


@given(st.integers(2, 12), st.text(alphabet="abcdef", min_size=1))
def test_steps_are_never_first_shown_in_the_right_order(count: int, code: str) -> None:
    asked = Content(1, code, str(Kind.ORDER), "Titre", "", 5, 1, tuple(steps(count)))
    assert asked.shown != list(asked.items)
    assert sorted(item.key for item in asked.shown) == sorted(item.key for item in asked.items)
