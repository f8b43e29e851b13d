"""Where everything stands: the chain in columns from left to right, the bands below, in the order that crosses least."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean

from step_guides.worksheets.columns import BANDS, CHAIN, column_of
from step_guides.worksheets.diagram.measure import SIZE, width, wrap
from step_guides.worksheets.diagram.order import untangle
from step_guides.worksheets.enums import NodeKind
from step_guides.worksheets.narrative import column_label
from step_guides.worksheets.snapshots import Snapshot
from step_guides.worksheets.theory import by_uid, sound_links

MARGIN, BOX, PAD = 16, 184, 10
GAP_X, GAP_Y, BAND_GAP = 64, 18, 44
LINE, SMALL = 17, 11.0
HEADER, HEADING, MINIMUM = 40, 16, 2
LANE, LANE_MARK = 8, "@"
INSET = {
    NodeKind.ACTIVITY: 6,
    NodeKind.IMPACT: 12,
    NodeKind.EXTERNAL_FACTOR: 10,
    NodeKind.OUTPUT: 6,
}  # what the shape takes from the text


@dataclass
class Box:
    uid: str
    kind: str
    column: str
    lines: list[str]
    above: str  # what it is, in words
    below: list[str]  # for whom, when
    x: float = 0
    y: float = 0

    @property
    def height(self) -> float:
        return 2 * PAD + SMALL + 5 + LINE * len(self.lines) + (4 + 14 * len(self.below) if self.below else 0)

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + BOX / 2, self.y + self.height / 2


@dataclass
class Heading:
    text: list[str]
    x: float
    y: float


@dataclass
class Layout:
    boxes: dict[str, Box] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    waypoints: dict[str, list[tuple[float, float]]] = field(
        default_factory=dict
    )  # link → left edges of the free lanes it crosses columns by
    bands: list[tuple[float, float, float, float]] = field(default_factory=list)  # the ground of each band: x, y, width, height
    chain_bottom: float = 0
    width: float = 0
    height: float = 0


def lay_out(snapshot: Snapshot, words: dict[str, tuple[str, str, list[str]]]) -> Layout:
    """`words`: uid → (what it is, its wording, what is said of it), already in the reader's language."""
    layout = Layout()
    columns: dict[str, list[str]] = {column: [] for column in (*CHAIN, *BANDS)}
    for node in sorted(snapshot.get("nodes", []), key=lambda one: (one.get("position", 0), one["uid"])):
        above, wording, below = words[node["uid"]]
        room = BOX - 2 * PAD - INSET.get(node["kind"], 0)
        lines = wrap(wording, room)
        small = [line for text in below for line in wrap(text, room, SMALL)]
        layout.boxes[node["uid"]] = Box(node["uid"], node["kind"], column_of(node), lines, above, small)
        columns[column_of(node)].append(node["uid"])
    chain = [column for column in CHAIN if columns[column]]
    near = _neighbours(snapshot)
    _keep_lanes(snapshot, layout, chain, columns, near)
    untangle([columns[column] for column in chain], near)
    bottom = _place_chain(layout, chain, columns)
    layout.width = max(2 * MARGIN + len(chain) * BOX + max(0, len(chain) - 1) * GAP_X, 2 * MARGIN + MINIMUM * BOX + GAP_X)
    layout.chain_bottom = bottom
    layout.height = _place_bands(layout, columns, near, bottom) + MARGIN
    return layout


def _neighbours(snapshot: Snapshot) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {uid: [] for uid in by_uid(snapshot)}
    for link in sound_links(snapshot):
        near[link["source"]].append(link["target"])
        near[link["target"]].append(link["source"])
    return near


def _keep_lanes(
    snapshot: Snapshot, layout: Layout, chain: list[str], columns: dict[str, list[str]], near: dict[str, list[str]]
) -> None:
    """A link that jumps over columns keeps a free lane in each, so that it passes behind no element."""
    rank = {uid: index for index, column in enumerate(chain) for uid in columns[column]}
    place = {uid: number for column in chain for number, uid in enumerate(columns[column])}
    for link in sorted(
        sound_links(snapshot), key=lambda one: (*(place.get(one[end], 0) for end in ("source", "target")), one["uid"])
    ):
        ends = sorted((link["source"], link["target"]), key=lambda uid: rank.get(uid, -1))
        if ends[0] not in rank or rank[ends[1]] - rank[ends[0]] < 2:
            continue
        layout.waypoints[link["uid"]] = []
        before = ends[0]
        for index in range(rank[ends[0]] + 1, rank[ends[1]]):
            lane = f"{link['uid']}{LANE_MARK}{index}"
            columns[chain[index]].append(lane)
            near[before].append(lane)
            near[lane] = [before]
            before = lane
        near[before].append(ends[1])
        near[ends[1]].append(before)


def _place_chain(layout: Layout, chain: list[str], columns: dict[str, list[str]]) -> float:
    heights = {column: _stacked(layout, columns[column]) for column in chain}
    tallest = max(heights.values(), default=0)
    for index, column in enumerate(chain):
        x = MARGIN + index * (BOX + GAP_X)
        layout.headings.append(Heading(wrap(column_label(column), BOX, SMALL + 1), x, MARGIN + 12))
        y = MARGIN + HEADER + (tallest - heights[column]) / 2
        for uid in columns[column]:
            link, mark, _index = uid.partition(LANE_MARK)
            if mark:
                layout.waypoints[link].append((x, y + LANE / 2))
            else:
                layout.boxes[uid].x, layout.boxes[uid].y = x, y
            y += _height(layout, uid) + GAP_Y
    return MARGIN + HEADER + tallest if chain else MARGIN


def _stacked(layout: Layout, uids: list[str]) -> float:
    return sum(_height(layout, uid) for uid in uids) + GAP_Y * (len(uids) - 1)


def _height(layout: Layout, uid: str) -> float:
    return layout.boxes[uid].height if uid in layout.boxes else LANE


def _place_bands(layout: Layout, columns: dict[str, list[str]], near: dict[str, list[str]], top: float) -> float:
    """The bands side by side when they fit below the chain, else one below the other."""
    bands = [band for band in BANDS if columns[band]]
    across = {band: max(len(columns[band]) * (BOX + GAP_Y), heading_room(band)) + GAP_Y for band in bands}
    spare = layout.width - 2 * MARGIN - sum(across.values()) - GAP_Y * (len(bands) - 1)
    if bands and spare >= 0:
        x, y, bottom = float(MARGIN), top + BAND_GAP, top
        for band in bands:
            room = across[band] + spare / len(bands)
            bottom = max(bottom, _place_band(layout, band, columns[band], near, x=x, room=room, top=y))
            x += room + GAP_Y
        layout.bands = [(left, up, room, bottom - up) for left, up, room, _height in layout.bands]
        for heading in layout.headings[-len(bands) :]:
            heading.y = bottom - 10
        return bottom
    for band in bands:
        top = _place_band(layout, band, columns[band], near, x=MARGIN, room=layout.width - 2 * MARGIN, top=top + BAND_GAP)
    return top


def heading_room(band: str) -> float:
    return width(column_label(band), SMALL + 1)


def _place_band(
    layout: Layout, band: str, uids: list[str], near: dict[str, list[str]], *, x: float, room: float, top: float
) -> float:
    """Boxes side by side, as near as can be below what they touch; as many rows as it takes. Gives the bottom."""
    middle = x + room / 2
    placed = {uid for uid, box in layout.boxes.items() if box.y}
    linked = {uid: fmean([layout.boxes[one].middle[0] for one in near[uid] if one in placed] or [middle]) for uid in uids}
    a_row = max(1, int((room - GAP_Y + 1) // (BOX + GAP_Y)))
    layout.headings.append(Heading([column_label(band)], x + 10, 0))
    y = top + 22
    ordered = sorted(uids, key=lambda uid: (round(linked[uid], 3), uid))
    for row in (ordered[n : n + a_row] for n in range(0, len(ordered), a_row)):
        for uid, left in zip(row, _spread([linked[uid] - BOX / 2 for uid in row], x, room), strict=True):
            layout.boxes[uid].x, layout.boxes[uid].y = left, y
        y += max(layout.boxes[uid].height for uid in row) + GAP_Y
    layout.bands.append((x, top, room, y - top + HEADING))
    layout.headings[-1].y = y + 6
    return y + HEADING


def _spread(wishes: list[float], x: float, room: float) -> list[float]:
    """Left edges, in order, as near to the wishes as fits without overlap inside the band."""
    step = BOX + GAP_Y
    last = x + room - GAP_Y / 2 - BOX
    placed: list[float] = []
    for index, wish in enumerate(wishes):
        most = last - (len(wishes) - 1 - index) * step
        least = placed[-1] + step if placed else x + GAP_Y / 2
        placed.append(round(max(least, min(wish, most)), 1))
    return placed


__all__ = ["BOX", "LINE", "PAD", "SIZE", "SMALL", "Box", "Heading", "Layout", "lay_out"]
