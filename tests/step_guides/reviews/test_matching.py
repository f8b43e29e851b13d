"""Who reads whom: fair, never one's own organisation, the same each time."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from step_guides.reviews.matching import Learner, pairs


def people(*sizes: int) -> list[Learner]:
    """Organisations 100, 101…, of so many learners."""
    found = []
    for place, size in enumerate(sizes):
        found += [Learner(1000 * place + number, 100 + place) for number in range(size)]
    return found


@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 2, 2), (1,) * 12, (3, 2, 2, 1, 1), (2, 2, 2, 2), (1, 2, 3, 3, 2, 1)])
@pytest.mark.parametrize("each", [1, 2])
def test_each_gives_and_receives_as_many(sizes: tuple[int, ...], each: int) -> None:
    learners = people(*sizes)
    home = {one.reader: one.organisation for one in learners}
    found = pairs(learners, [], each=each, seed="x")
    assert len(set(found)) == len(found) and all(home[reader] != place for reader, place in found)
    given, received = Counter(reader for reader, _p in found), Counter(place for _r, place in found)
    assert set(given.values()) == {each}
    assert received == {100 + place: each * size for place, size in enumerate(sizes)}


def test_the_same_people_give_the_same_pairs_whatever_their_order() -> None:
    learners = people(2, 3, 1, 2)
    first = pairs(learners, [], each=2, seed="tour")
    for turn in range(5):
        random.Random(turn).shuffle(learners)
        assert sorted(pairs(learners, [], each=2, seed="tour")) == sorted(first)
    assert sorted(pairs(learners, [], each=2, seed="autre")) != sorted(first)
    assert pairs(learners, first, each=2, seed="tour") == []


@pytest.mark.parametrize("sizes", [(1,), (4,), ()])
def test_one_organisation_alone_reads_nobody(sizes: tuple[int, ...]) -> None:
    assert pairs(people(*sizes), [], each=2, seed="x") == []


def test_two_organisations_read_each_other_once() -> None:
    assert sorted(pairs(people(1, 1), [], each=2, seed="x")) == [(0, 101), (1000, 100)]


def test_a_late_arrival_reads_without_asking_more_of_the_others() -> None:
    before = people(1, 1, 1, 1)
    first = pairs(before, [], each=2, seed="x")
    late = pairs(people(1, 1, 1, 1, 1), first, each=2, seed="x")
    assert {reader for reader, _place in late} == {4000} and len(late) == 2


def test_whoever_leaves_is_made_up_for() -> None:
    learners = people(1, 1, 1, 1, 1)
    first = pairs(learners, [], each=2, seed="x")
    here = [one for one in learners if one.reader != 0]
    kept = [(reader, place) for reader, place in first if reader != 0 and place != 100]
    again = pairs(here, kept, each=2, seed="x")
    given = Counter(reader for reader, _place in [*kept, *again])
    received = Counter(place for _reader, place in [*kept, *again])
    assert set(given.values()) == {2} and set(received) == {101, 102, 103, 104} and max(received.values()) <= 3
    assert all(place != 100 for _reader, place in again)


@pytest.mark.parametrize("turn", range(30))
def test_whatever_happens_no_rule_is_broken(turn: int) -> None:
    chance = random.Random(turn)
    kept: list[tuple[int, int]] = []
    each = chance.randint(1, 3)
    for _event in range(4):
        learners = people(*(chance.randint(0, 3) for _place in range(chance.randint(1, 7))))
        home = {one.reader: one.organisation for one in learners}
        kept = [(reader, place) for reader, place in kept if reader in home and place in home.values()]
        kept += pairs(learners, kept, each=each, seed=str(turn))
        assert len(set(kept)) == len(kept) and all(home[reader] != place for reader, place in kept)
        assert max(Counter(reader for reader, _place in kept).values(), default=0) <= each
        others = len(set(home.values())) - 1
        given = Counter(reader for reader, _place in kept)
        assert all(given[one.reader] == min(each, others) for one in learners)
