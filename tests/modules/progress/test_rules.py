from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.catalogue.outline import ModuleOutline, UnitOutline
from modules.progress.rules import Done, best_of, exercises_passed, is_complete, next_unit, percent, score


def module(*exercises: tuple[int, ...], requirements: tuple[str, ...] = (), ungraded: tuple[int, ...] = ()) -> ModuleOutline:
    units = tuple(
        UnitOutline(pk, uuid4(), "m", f"u{pk}", f"Leçon {pk}", 10, keys, None, f"/u{pk}/", frozenset(ungraded).intersection(keys))
        for pk, keys in enumerate(exercises, 1)
    )
    return ModuleOutline(1, uuid4(), 3, "m", "Module", "Pôle", 60, 60, requirements, None, None, "/m/", units)


@pytest.mark.parametrize(("raw", "passes"), [(69, False), (70, True), (71, True), (100, True), (0, False)])
def test_seventy_percent_of_the_points_is_enough_and_sixty_nine_is_not(raw: int, passes: bool) -> None:
    one = module((7, 8))
    done = Done(frozenset({1}), {7: (raw // 2, 50), 8: (raw - raw // 2, 50)})
    assert exercises_passed(one, done) is passes
    assert is_complete(one, done) is passes


def test_points_are_added_before_they_are_compared() -> None:
    """2 of 2 and 10 of 15 make 12 of 17: 70.6 %, although one exercise alone is below."""
    assert exercises_passed(module((7, 8)), Done(best={7: (2, 2), 8: (10, 15)}))
    assert not exercises_passed(module((7, 8)), Done(best={7: (2, 2), 8: (9, 15)}))


def test_an_exercise_never_tried_holds_the_module_back() -> None:
    assert not exercises_passed(module((7, 8)), Done(best={7: (10, 10)}))


def test_what_is_not_graded_is_tried_and_counts_for_nothing() -> None:
    one = module((7, 8), ungraded=(8,))
    assert score(one, Done(best={7: (3, 4), 8: (0, 9)})) == (3, 4)
    assert exercises_passed(one, Done(best={7: (3, 4), 8: (0, 9)}))
    assert not exercises_passed(one, Done(best={7: (4, 4)}))
    assert not exercises_passed(one, Done(best={7: (2, 4), 8: (9, 9)}))
    assert next_unit(module((7,), (8,), ungraded=(8,)), Done(frozenset({1, 2}), {7: (2, 4), 8: (0, 9)})).pk == 1  # type: ignore[union-attr]


def test_a_module_where_nothing_is_graded_asks_for_tries_alone() -> None:
    one = module((7,), ungraded=(7,))
    assert not exercises_passed(one, Done())
    assert exercises_passed(one, Done(best={7: (0, 1)}))


@pytest.mark.parametrize(
    ("done", "complete"),
    [
        (Done(frozenset({1, 2}), {7: (4, 4)}, frozenset({"saved"})), True),
        (Done(frozenset({1}), {7: (4, 4)}, frozenset({"saved"})), False),
        (Done(frozenset({1, 2}), {7: (2, 4)}, frozenset({"saved"})), False),
        (Done(frozenset({1, 2}), {7: (4, 4)}), False),
    ],
)
def test_lessons_exercises_and_requirements_are_all_asked(done: Done, complete: bool) -> None:
    assert is_complete(module((7,), (), requirements=("saved",)), done) is complete


def test_a_trainer_s_agreement_is_asked_where_there_are_trainers() -> None:
    one = module((7,), requirements=("x:saved", "x:validated"))
    done = {"seen": frozenset({1}), "best": {7: (4, 4)}, "met": frozenset({"x:saved"})}
    assert not is_complete(one, Done(**done))
    assert percent(one, Done(**done)) == 75
    assert is_complete(one, Done(**done, accompanied=False))
    assert percent(one, Done(**done, accompanied=False)) == 100


def test_a_module_without_lessons_is_never_complete() -> None:
    assert not is_complete(module(), Done())
    assert percent(module(), Done()) == 0


def test_the_best_attempt_counts_as_a_share() -> None:
    assert best_of([(7, 2, 4), (7, 4, 6), (7, 1, 4), (8, 0, 3)]) == {7: (4, 6), 8: (0, 3)}


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9)), max_size=12))
def test_a_further_attempt_never_lowers_the_best(tries: list[tuple[int, int]]) -> None:
    scores = [(exercise, raw, 9) for exercise, raw in tries]
    for end in range(len(scores)):
        before, after = best_of(scores[:end]), best_of(scores[: end + 1])
        assert all(after[key][0] * before[key][1] >= before[key][0] * after[key][1] for key in before)


@given(st.frozensets(st.integers(1, 3)), st.dictionaries(st.sampled_from([7, 8]), st.integers(0, 4)), st.booleans())
def test_a_hundred_percent_means_complete(seen: frozenset[int], points: dict[int, int], saved: bool) -> None:
    one = module((7,), (8,), (), requirements=("saved",))
    done = Done(seen, {key: (raw, 4) for key, raw in points.items()}, frozenset({"saved"} if saved else ()))
    assert 0 <= percent(one, done) <= 100
    assert (percent(one, done) == 100) == is_complete(one, done)


def test_going_on_follows_the_last_lesson_seen_then_what_was_left_behind() -> None:
    one = module((7,), (), (8,))
    assert next_unit(one, Done()).pk == 1  # type: ignore[union-attr]
    assert next_unit(one, Done(frozenset({1}))).pk == 2  # type: ignore[union-attr]
    assert next_unit(one, Done(frozenset({1, 3}))).pk == 2  # type: ignore[union-attr]
    assert next_unit(one, Done(frozenset({2}))).pk == 3  # type: ignore[union-attr]


def test_going_on_comes_back_to_the_exercise_that_is_missing_or_weakest() -> None:
    one, seen = module((7,), (), (8,)), frozenset({1, 2, 3})
    assert next_unit(one, Done(seen, {7: (4, 4)})).pk == 3  # type: ignore[union-attr]
    assert next_unit(one, Done(seen, {7: (1, 4), 8: (2, 4)})).pk == 1  # type: ignore[union-attr]
    assert next_unit(one, Done(seen, {7: (4, 4), 8: (4, 4)})) is None
