from __future__ import annotations

import re
import time
from itertools import combinations
from xml.etree import ElementTree

import pytest

from step_guides.worksheets import narrative
from step_guides.worksheets.diagram import draw
from step_guides.worksheets.diagram.layout import BOX, lay_out
from step_guides.worksheets.diagram.measure import width, wrap
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.models.details import RULES_OF_NODES
from step_guides.worksheets.snapshots import Snapshot, empty
from tests.step_guides.worksheets.theories import faulty, link, node, sound, theory, uid

SVG = "{http://www.w3.org/2000/svg}"
THEORIES = {
    "sound": sound,
    "faulty": faulty,
    "example": lambda: filled_example(Kind.THEORY_OF_CHANGE).snapshot,
    "empty": lambda: empty("theory_of_change") | {"nodes": []},
}


def large() -> Snapshot:
    kinds = ["resource", "activity", "output", "outcome", "impact", "need", "negative_outcome", "external_factor"]
    nodes = [node(f"n{n}", kinds[n % 8], "Un texte assez long pour tenir sur plusieurs lignes " * 2) for n in range(120)]
    return theory(nodes, [link(f"n{n}", f"n{(n * 7 + 3) % 120}") for n in range(120) if n != (n * 7 + 3) % 120])


@pytest.mark.parametrize("name", THEORIES)
def test_everything_is_drawn_as_clean_svg(name: str):
    document = THEORIES[name]()
    tree = ElementTree.fromstring(draw(document, title="Théorie & <essai>"))
    anchors = {one.get("data-anchor") for one in tree.iter(f"{SVG}g")}
    rows = {f"node:{one['uid']}" for one in document["nodes"]} | {f"link:{one['uid']}" for one in document["links"]}
    assert anchors == rows
    assert tree[0].tag == f"{SVG}title" and tree[0].text == "Théorie & <essai>"
    assert not [one for one in tree.iter() if one.get("style") or one.tag == f"{SVG}script"]


@pytest.mark.parametrize("name", ["sound", "example"])
def test_no_box_covers_another_and_all_stand_inside(name: str):
    document = THEORIES[name]()
    layout = lay_out(document, {one["uid"]: ("Type", one["label"], []) for one in document["nodes"]})
    boxes = list(layout.boxes.values())
    for one, other in combinations(boxes, 2):
        apart_x = one.x + BOX <= other.x or other.x + BOX <= one.x
        assert apart_x or one.y + one.height <= other.y or other.y + other.height <= one.y, (one.lines, other.lines)
    assert all(box.x >= 0 and box.x + BOX <= layout.width and box.y >= 0 and box.y + box.height <= layout.height for box in boxes)


def test_a_link_that_jumps_over_columns_passes_behind_no_element():
    for document in (faulty(), large()):
        layout = lay_out(document, {one["uid"]: ("Type", one["label"], []) for one in document["nodes"]})
        assert layout.waypoints
        for lanes in layout.waypoints.values():
            for left, y in lanes:
                assert not [box for box in layout.boxes.values() if box.x == left and box.y - 2 < y < box.y + box.height + 2]


def test_the_largest_sheet_is_drawn_without_overlap_and_quickly():
    document = large()
    started = time.process_time()
    layout = lay_out(document, {one["uid"]: ("Type", one["label"], []) for one in document["nodes"]})
    draw(document, title="Grande")
    assert time.process_time() - started < 1.5
    for one, other in combinations(layout.boxes.values(), 2):
        apart_x = one.x + BOX <= other.x or other.x + BOX <= one.x
        assert apart_x or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_same_theory_gives_the_same_picture():
    shuffled = sound()
    shuffled["nodes"].reverse()
    assert draw(sound(), title="x") == draw(sound(), title="x")
    first, second = (sorted(re.findall(r"<g class=\"node.*?</g>", str(draw(one, title="x")))) for one in (sound(), shuffled))
    assert first == second


def test_a_link_is_dashed_while_its_assumption_is_missing():
    document = sound()
    assert "is-missing" not in draw(document, title="x")
    document["links"][5]["assumption"] = " "
    assert re.search(
        rf'class="link link-contributes is-missing" data-anchor="link:{document["links"][5]["uid"]}"><path[^>]*stroke-dasharray',
        str(draw(document, title="x")),
    )


def test_kinds_differ_by_words_and_by_shape():
    picture = str(draw(sound(), title="x"))
    for word in (
        "Besoin",
        "Ressource",
        "Activité",
        "Réalisation",
        "Effet, à court terme",
        "Impact",
        "Effet négatif possible",
        "Facteur externe",
    ):
        assert word in picture


def test_the_focus_is_brought_out_with_its_links():
    picture = str(draw(sound(), title="x", focus=f"node:{uid('e3')}"))
    assert picture.count("is-focus") == 1 + 4
    assert str(draw(sound(), title="x", focus="node:nothing")).count("is-focus") == 0


def test_hostile_labels_stay_text():
    document = theory([node("x", "need", '<script>alert("1")</script>&amp;]]>', audience="<b>")], [])
    tree = ElementTree.fromstring(draw(document, title="x"))
    assert "<script>" in "".join(tree.itertext())


@pytest.mark.parametrize("text", ["", "mot", "x" * 120, "Les personnes accèdent à un logement : enfin !", "W" * 50 + " i"])
def test_lines_fit_their_room(text: str):
    lines = wrap(text, 160)
    assert all(width(line) <= 160 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_words_carry_all_that_the_picture_shows():
    document = filled_example(Kind.THEORY_OF_CHANGE).snapshot
    told = "\n".join(narrative.tell(document) + [line for part in narrative.outline(document) for line in part.lines])
    for one in document["nodes"]:
        assert one["label"] in told and one["audience"] in told
        for key in RULES_OF_NODES.keys() & one.keys():
            assert RULES_OF_NODES[key].shown(one[key]).casefold() in told.casefold(), key
    for one in document["links"]:
        assert one["assumption"][1:] in told
