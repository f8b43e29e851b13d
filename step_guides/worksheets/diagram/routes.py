"""The way of each link between two boxes: sideways along the chain, up and down to the bands."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, sin

from step_guides.worksheets.columns import BANDS
from step_guides.worksheets.diagram.layout import BOX, GAP_X, Box, Layout

HEAD = 8.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Route:
    """`path` for SVG; `tag` is where a word about the link stands clear; `toward` is where the arrow comes from."""

    path: str
    tag: Point
    toward: Point
    end: Point

    @property
    def head(self) -> list[Point]:
        """The arrow: three points."""
        angle = atan2(self.end[1] - self.toward[1], self.end[0] - self.toward[0])
        return [
            self.end,
            *((self.end[0] + HEAD * cos(wing), self.end[1] + HEAD * sin(wing)) for wing in (angle + 2.65, angle - 2.65)),
        ]


def _curve(start: Point, bend1: Point, bend2: Point, end: Point) -> Route:
    path = f"M{_at(start)} C{_at(bend1)} {_at(bend2)} {_at(end)}"
    middle = tuple((a + 3 * b + 3 * c + d) / 8 for a, b, c, d in zip(start, bend1, bend2, end, strict=True))
    return Route(path, (middle[0], middle[1]), bend2, end)


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def route(source: Box, target: Box, layout: Layout, lanes: list[Point] | None = None) -> Route:
    """`lanes`: the free places by which the link crosses columns, from left to right."""
    source_aside, target_aside = source.column in BANDS, target.column in BANDS
    if source_aside and target_aside:
        return _aside(source, target)
    if target_aside:
        return _down(source, target, layout)
    if source_aside:
        return _up(source, target, layout)
    if lanes:
        return _through(source, target, lanes)
    if source.x < target.x:
        return _forward(source, target)
    return _around(source, target)


def _forward(source: Box, target: Box) -> Route:
    start, end = (source.x + BOX, source.middle[1]), (target.x, target.middle[1])
    pull = max(30.0, (end[0] - start[0]) / 2)
    return _curve(start, (start[0] + pull, start[1]), (end[0] - pull, end[1]), end)


def _through(source: Box, target: Box, lanes: list[Point]) -> Route:
    """From lane to lane, each crossed in a straight line."""
    forward = source.x < target.x
    across = BOX if forward else -BOX
    start = (source.x + (BOX if forward else 0), source.middle[1])
    end = (target.x + (0 if forward else BOX), target.middle[1])
    path, here = [f"M{_at(start)}"], start
    for left, y in lanes if forward else lanes[::-1]:
        enter = (left if forward else left + BOX, y)
        path.append(_bend(here, enter))
        here = (enter[0] + across, y)
        path.append(f"H{here[0]:.1f}")
    path.append(_bend(here, end))
    return Route(" ".join(path), (here[0] - across / 2, here[1]), (end[0] - across, end[1]), end)


def _bend(start: Point, end: Point) -> str:
    half = (start[0] + end[0]) / 2
    return f"C{half:.1f},{start[1]:.1f} {half:.1f},{end[1]:.1f} {_at(end)}"


def _around(source: Box, target: Box) -> Route:
    """Within a column by its right side; backwards from left side to right side."""
    if source.x == target.x:
        start, end = (source.x + BOX, source.middle[1] + 6), (target.x + BOX, target.middle[1] + 6)
        return _curve(start, (start[0] + 44, start[1]), (end[0] + 44, end[1]), end)
    start, end = (source.x, source.middle[1] + 10), (target.x + BOX, target.middle[1] + 10)
    return _curve(start, (start[0] - 30, start[1]), (end[0] + 30, end[1]), end)


def _corridor(box: Box, layout: Layout, *, right: bool) -> tuple[float, float]:
    """The free space beside a column, and the side of the box that gives onto it: (x of the corridor, x of the side)."""
    if (right and box.x + BOX + GAP_X < layout.width) or (not right and box.x < GAP_X):
        return box.x + BOX + GAP_X * 0.4, box.x + BOX
    return box.x - GAP_X * (0.65 if right else 0.4), box.x


def _down(source: Box, target: Box, layout: Layout) -> Route:
    """Out by the side, down beside the column, into the band from above."""
    lane, side = _corridor(source, layout, right=True)
    start, end = (side, source.middle[1] + 8), (target.middle[0] - 20, target.y)
    floor = max(layout.chain_bottom, start[1] + 24)
    path = f"M{_at(start)} Q{lane:.1f},{start[1]:.1f} {lane:.1f},{start[1] + 16:.1f} V{floor:.1f} C{lane:.1f},{floor + 36:.1f} {_at((end[0], end[1] - 40))} {_at(end)}"
    return Route(path, (end[0], end[1] - 18), (end[0], end[1] - 40), end)


def _up(source: Box, target: Box, layout: Layout) -> Route:
    """Out of the band from above, up beside the column, into the element by its side."""
    lane, side = _corridor(target, layout, right=False)
    start, end = (source.middle[0] + 20, source.y), (side, target.middle[1] + 8)
    floor = max(layout.chain_bottom, end[1] + 24)
    path = f"M{_at(start)} C{_at((start[0], start[1] - 40))} {lane:.1f},{floor + 36:.1f} {lane:.1f},{floor:.1f} V{end[1] + 16:.1f} Q{lane:.1f},{end[1]:.1f} {_at(end)}"
    return Route(path, (start[0], start[1] - 18), (lane, end[1]), end)


def _aside(source: Box, target: Box) -> Route:
    """Between two elements of the bands: over their tops."""
    start, end = (source.middle[0] + 40, source.y), (target.middle[0] + 40, target.y)
    lift = min(start[1], end[1]) - 34
    return _curve(start, (start[0], lift), (end[0], lift), end)
