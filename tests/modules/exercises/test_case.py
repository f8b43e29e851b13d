"""A case: the way a person takes through its scenes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Invalid
from modules.exercises.checks import faults
from modules.exercises.content import Content, Item, Passage
from modules.exercises.enums import Kind
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.exercises.presentation import present
from modules.exercises.responses import fields_of, read

CASE = rules_of(Kind.CASE)


def decision(key: str, scene: int, points: int, goes: str = "", best: int = 2) -> Item:
    return Item(key, f"Décider {key}", points, f"Suite de {key}", f"Suite de {key}", round=scene, points=best, goes=goes)


def case(*items: Item, scenes: int = 3) -> Content:
    passages = tuple(Passage(f"s{number}", f"Situation {number}") for number in range(1, scenes + 1))
    return Content(1, "cas", str(Kind.CASE), "Titre", "", 5, 1, tuple(items), passages=passages)


# Scene 1 leads to 2 or, hidden, to 3; scene 2 leads to 3 or ends; scene 3 ends. Two ways earn everything.
WHOLE = case(
    decision("say", 1, 2, "s2"), decision("wait", 1, 2, "s3"), decision("hide", 1, 0, "s3"),
    decision("two", 2, 2), decision("one", 2, 1, "s3"),
    decision("late", 3, 1, best=1), decision("never", 3, 0, best=1),
)  # fmt: skip


def test_a_way_earns_what_each_of_its_decisions_is_worth() -> None:
    found = grade(WHOLE, ["hide", "late"])
    assert (found.raw, found.maximum, found.success) == (1, 3, False)
    assert {key: verdict.right for key, verdict in found.feedback.items()} == {"hide": False, "late": True}
    assert found.feedback["hide"].text == "Suite de hide"


@pytest.mark.parametrize("way", [["say", "two"], ["wait", "late"]])
def test_several_ways_may_be_right_and_a_statement_lists_them_all(way: list[str]) -> None:
    assert grade(WHOLE, way).success
    assert CASE.said(WHOLE, way) in list(CASE.interaction(WHOLE).correct or [])


def test_a_statement_says_which_decision_was_taken_at_each_fork() -> None:
    about = CASE.interaction(WHOLE)
    assert about.type == "performance"
    assert about.steps == {"s1": "Situation 1", "s2": "Situation 2", "s3": "Situation 3"}
    assert CASE.said(WHOLE, ["say", "one", "never"]) == "s1[.]say[,]s2[.]one[,]s3[.]never"
    assert set(about.correct or []) == {"s1[.]say[,]s2[.]two", "s1[.]wait[,]s3[.]late"}


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ([], "incomplete"), (["say"], "incomplete"), (["late"], "unknown_item"), (["say", "late"], "unknown_item"),
        (["say", "two", "late"], "unknown_item"), (["elsewhere"], "unknown_item"), (["say", "say"], "repeated_item"),
        ({"s1": "say"}, "malformed_response"), ([1], "malformed_response"), (None, "malformed_response"),
    ],
)  # fmt: skip
def test_what_is_no_whole_way_is_refused(way: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        grade(WHOLE, way)
    assert refusal.value.code == code


@pytest.mark.parametrize(("way", "more"), [([], True), (["say"], True), (["say", "one"], True), (["say", "two"], False)])
def test_a_way_that_stops_before_an_end_is_a_beginning(way: list[str], more: bool) -> None:
    assert CASE.is_unfinished(WHOLE, way) is more


def test_the_form_carries_the_way_so_far() -> None:
    typed = {**fields_of(WHOLE, ["say"]), ".at": "s2", "s2": "one"}
    assert read(WHOLE, typed) == ["say", "one"]
    assert read(WHOLE, {".again": "1", "s1": "say"}) == []


@pytest.mark.parametrize("typed", [{"s1": "say", ".at": "s2"}, {".at": "s1"}, {}, {"s2": "two", ".at": "s2"}])
def test_a_scene_left_undecided_is_asked_again_and_what_was_decided_is_still_there(typed: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refusal:
        read(WHOLE, typed)
    assert refusal.value.code == "incomplete"
    form = present(WHOLE, typed=typed, error="…")
    assert [step.chosen.key for step in form.details.steps] == [value for key, value in typed.items() if key == "s1"]
    assert form.details.waiting is not None


def test_a_page_shows_the_way_then_the_scene_that_waits() -> None:
    form = present(WHOLE, answered=["hide", "never"], begun=["say", "one"], attempts=1)
    assert [(step.scene.key, step.worth) for step in form.details.steps] == [("s1", "best"), ("s2", "partly")]
    assert form.details.waiting.scene.key == "s3" and form.grade is None
    assert [item.key for item in form.details.waiting.decisions] == ["late", "never"]
    ended = present(WHOLE, answered=["hide", "never"], attempts=1)
    assert [step.worth for step in ended.details.steps] == ["poor", "poor"] and ended.details.waiting is None and ended.grade
    again = present(WHOLE, answered=["hide", "never"], begun=[], attempts=1)
    assert again.details.steps == [] and again.details.waiting.scene.key == "s1"


def test_a_way_that_the_case_no_longer_has_is_shown_as_far_as_it_goes() -> None:
    form = present(WHOLE, begun=["say", "gone"])
    assert [step.chosen.key for step in form.details.steps] == ["say"] and form.details.waiting.scene.key == "s2"


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["", "s1", "s2", "s3", "s4", "s5", "?"])), min_size=1, max_size=15))
def test_whatever_an_editor_wrote_a_way_ends(decisions: list[tuple[int, str]]) -> None:
    items = [decision(f"d{place}", scene, place % 3, goes) for place, (scene, goes) in enumerate(decisions)]
    asked = case(*items, scenes=5)
    typed = {f"s{item.round}": item.key for item in items}
    with_end = present(asked, typed=typed)
    assert len(with_end.details.steps) <= 5
    list(CASE.faults(asked))


def test_an_editor_is_told_what_is_wrong() -> None:
    assert faults(WHOLE) == []
    said: Any = faults(case(decision("a", 1, 2, "s1"), decision("b", 1, 2, "s3"), decision("c", 3, 2), scenes=3))
    assert len(said) == 5  # same worth, leads back, two scenes too thin, one nobody leads to
    assert any("Décider a" in fault for fault in said)
    assert faults(case(scenes=0))
