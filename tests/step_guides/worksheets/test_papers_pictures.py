"""The diagram on paper: small theories on one page, wide ones in parts whose words can be read."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from step_guides.worksheets.diagram.drawing import _words
from step_guides.worksheets.diagram.layout import BOX, lay_out
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.papers.pictures import LEGIBLE, PAGE, pictures
from step_guides.worksheets.snapshots import Snapshot, empty
from tests.step_guides.worksheets.test_diagram import large
from tests.step_guides.worksheets.theories import node, theory

SEEN = re.compile(r'viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)" width="([\d.]+)" height="([\d.]+)"')


def windows(snapshot: Snapshot) -> list[tuple[float, ...]]:
    return [tuple(float(one) for one in SEEN.search(found.svg).groups()) for found in pictures(snapshot, title="Essai")]  # type: ignore[union-attr]


def test_nothing_to_draw_gives_no_page_and_a_small_theory_one() -> None:
    assert pictures(empty("theory_of_change"), title="Essai") == []
    assert len(windows(theory([node("a", "activity", "Ateliers")], []))) == 1


@pytest.mark.parametrize("name", ["example", "120 elements"])
def test_a_wide_theory_is_whole_then_in_parts_that_can_be_read_and_cut_no_box_twice(name: str) -> None:
    snapshot = large() if name == "120 elements" else filled_example(Kind.THEORY_OF_CHANGE).snapshot
    whole, *parts = windows(snapshot)
    assert len(parts) > 1
    for left, top, across, down, width, height in [whole, *parts]:
        assert width <= PAGE[0] + 0.1 and height <= PAGE[1] + 0.1 and left + across <= whole[2] + 1 and top + down <= whole[3] + 1
    assert all(width / across >= LEGIBLE - 0.001 for _left, _top, across, _down, width, _height in parts)
    layout = lay_out(snapshot, {one["uid"]: _words(one) for one in snapshot["nodes"]})
    for box in layout.boxes.values():
        assert any(
            left <= box.x and box.x + BOX <= left + across and top <= box.y and box.y + box.height <= top + down
            for left, top, across, down, _width, _height in parts
        ), box.uid


def test_each_says_what_it_is() -> None:
    with translation.override("fr"):
        whole, first, *_others = pictures(filled_example(Kind.THEORY_OF_CHANGE).snapshot, title="Compter sur un adulte")
    assert "<title>Schéma : Compter sur un adulte." in whole.svg.replace("\u00a0", " ")
    assert "<title>Schéma, partie 1 sur 2</title>" in first.svg
