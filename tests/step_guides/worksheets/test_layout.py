"""Where the elements stand: always the same, disturbed as little as can be, links crossing less than in the order of writing."""

from __future__ import annotations

import copy
import uuid
from itertools import combinations
from statistics import fmean

from hypothesis import given, settings
from hypothesis import strategies as st

from step_guides.worksheets.columns import CHAIN, column_of
from step_guides.worksheets.diagram.layout import BOX, Layout, lay_out
from step_guides.worksheets.diagram.order import crossings, untangle
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.snapshots import Snapshot
from tests.bench.theory import theory as large
from tests.step_guides.worksheets.theories import link, node, sound, theory

KINDS = ["resource", "activity", "output", "outcome", "outcome:medium", "outcome:long", "impact", "need", "external_factor"]


@st.composite
def theories(draw: st.DrawFn) -> Snapshot:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=16))
    nodes = [_node(f"n{number}", kind) for number, kind in enumerate(kinds)]
    ends = st.tuples(st.integers(0, len(nodes) - 1), st.integers(0, len(nodes) - 1)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=24, unique=True))
    return theory(nodes, [link(f"n{one}", f"n{other}") for one, other in pairs])


def _node(name: str, kind: str) -> dict:
    kind, _colon, horizon = kind.partition(":")
    return node(name, kind, f"Élément {name}", horizon=horizon)


def places(document: Snapshot) -> dict[str, tuple[float, float]]:
    return {uid: (box.x, box.y) for uid, box in laid(document).boxes.items()}


def laid(document: Snapshot) -> Layout:
    return lay_out(document, {one["uid"]: ("Type", one["label"], []) for one in document["nodes"]})


def columns(document: Snapshot) -> dict[str, list[str]]:
    """Of the picture, from top to bottom."""
    boxes = laid(document).boxes.values()
    return {column: [box.uid for box in sorted(boxes, key=lambda box: box.y) if box.column == column] for column in CHAIN}


@given(theories(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_same_theory_stands_the_same_however_it_was_read(document: Snapshot, chance: object):
    shuffled = copy.deepcopy(document)
    chance.shuffle(shuffled["nodes"])  # type: ignore[attr-defined]
    chance.shuffle(shuffled["links"])  # type: ignore[attr-defined]
    assert places(document) == places(shuffled)


@given(theories(), st.data())
@settings(max_examples=100, deadline=None)
def test_an_element_that_is_not_linked_yet_disturbs_no_other_of_its_columns(document: Snapshot, data: st.DataObject):
    like = data.draw(st.sampled_from(document["nodes"]))
    before = columns(document)
    new = {**like, "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, "new"))}
    grown = theory([*document["nodes"], new], document["links"])
    after = {column: [uid for uid in found if uid != new["uid"]] for column, found in columns(grown).items()}
    assert after == before


@given(theories())
@settings(max_examples=60, deadline=None)
def test_no_element_covers_another(document: Snapshot):
    layout = laid(document)
    for one, other in combinations(layout.boxes.values(), 2):
        apart_x = one.x + BOX <= other.x or other.x + BOX <= one.x
        assert apart_x or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert all(0 <= box.x <= layout.width - BOX and 0 <= box.y <= layout.height - box.height for box in layout.boxes.values())


@given(st.lists(st.integers(0, 5), min_size=3, max_size=5), st.data())
@settings(max_examples=80, deadline=None)
def test_links_never_cross_more_than_in_the_order_of_writing(sizes: list[int], data: st.DataObject):
    written = [[f"{column}.{number}" for number in range(size)] for column, size in enumerate(sizes)]
    names = [uid for column in written for uid in column]
    near: dict[str, list[str]] = {uid: [] for uid in names}
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)) if names else st.nothing()
    for one, other in data.draw(st.lists(pairs, max_size=20)) if names else []:
        near[one].append(other)
        near[other].append(one)
    ordered = [list(column) for column in written]
    untangle(ordered, near)
    assert [sorted(column) for column in ordered] == [sorted(column) for column in written]
    assert crossings(ordered, near) <= crossings(written, near)
    again = [list(column) for column in ordered]
    untangle(again, near)
    assert crossings(again, near) <= crossings(ordered, near)


def test_crossings_are_counted():
    near = {"a": ["y"], "b": ["x", "z"], "x": ["b"], "y": ["a"], "z": ["b"]}
    assert crossings([["a", "b"], ["x", "y", "z"]], near) == 1
    assert crossings([["b", "a"], ["x", "y", "z"]], near) == 1
    assert crossings([["a", "b"], ["y", "x", "z"]], near) == 0


def crossed(document: Snapshot) -> tuple[int, int]:
    """Between columns that follow each other: in the order of writing, and in the picture."""
    near: dict[str, list[str]] = {one["uid"]: [] for one in document["nodes"]}
    for one in document["links"]:
        near[one["source"]].append(one["target"])
        near[one["target"]].append(one["source"])
    written = [[one["uid"] for one in document["nodes"] if column_of(one) == column] for column in CHAIN]
    return tuple(crossings([found for found in way if found], near) for way in (written, list(columns(document).values())))  # type: ignore[return-value]


def test_the_theories_we_ship_have_no_crossing_between_neighbours():
    for document in (sound(), filled_example(Kind.THEORY_OF_CHANGE).snapshot):
        naive, drawn = crossed(document)
        assert drawn <= naive and drawn == 0


def test_large_theories_cross_half_as_much_as_in_the_order_of_writing():
    for seed in range(4):
        naive, drawn = crossed(large(seed=seed))
        assert naive > 100 and drawn <= naive / 2, (seed, naive, drawn)


def test_one_more_linked_element_leaves_nearly_all_where_they_were():
    kept = []
    for seed in range(3):
        document = large(seed=seed)
        before = {uid: (column, place) for column, found in columns(document).items() for place, uid in enumerate(found)}
        for source in [one for one in document["nodes"] if one["kind"] in ("activity", "output")][::3]:
            grown = copy.deepcopy(document)
            new = {**copy.deepcopy(source), "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, source["uid"])), "position": 999}
            target = next(one for one in grown["nodes"] if one["kind"] == "outcome")
            grown["nodes"].append(new)
            grown["links"].append({**grown["links"][0], "uid": new["uid"], "source": new["uid"], "target": target["uid"]})
            after = {uid: place for found in columns(grown).values() for place, uid in enumerate(found)}
            pairs = [(one, other) for one, other in combinations(before, 2) if before[one][0] == before[other][0]]
            kept.append(fmean((before[one][1] < before[other][1]) == (after[one] < after[other]) for one, other in pairs))
    assert fmean(kept) >= 0.9 and min(kept) >= 0.75, kept
