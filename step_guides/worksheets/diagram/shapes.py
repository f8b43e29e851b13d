"""The outline of each kind of element: a shape of its own, so that colour never speaks alone."""

from __future__ import annotations

from collections.abc import Callable

from step_guides.worksheets.diagram.layout import BOX, Box
from step_guides.worksheets.enums import NodeKind

CUT = 9


def outline(box: Box) -> str:
    """The path of the border."""
    return _SHAPES.get(box.kind, _square)(box.x, box.y, BOX, box.height)


def _path(*points: tuple[float, float]) -> str:
    return "M" + " L".join(f"{x:g},{y:g}" for x, y in points) + " Z"


def _square(x: float, y: float, w: float, h: float) -> str:
    return _path((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def _arrow(x: float, y: float, w: float, h: float) -> str:
    """An activity goes forward."""
    return _path((x, y), (x + w - CUT, y), (x + w, y + h / 2), (x + w - CUT, y + h), (x, y + h))


def _cut(x: float, y: float, w: float, h: float) -> str:
    """An output can be counted: the corners of a label."""
    return _path((x + CUT, y), (x + w, y), (x + w, y + h - CUT), (x + w - CUT, y + h), (x, y + h), (x, y + CUT))


def _round(x: float, y: float, w: float, h: float, r: float = 14) -> str:
    return (
        f"M{x + r:g},{y:g} H{x + w - r:g} Q{x + w:g},{y:g} {x + w:g},{y + r:g} V{y + h - r:g} Q{x + w:g},{y + h:g} {x + w - r:g},{y + h:g} "
        f"H{x + r:g} Q{x:g},{y + h:g} {x:g},{y + h - r:g} V{y + r:g} Q{x:g},{y:g} {x + r:g},{y:g} Z"
    )


def _double(x: float, y: float, w: float, h: float) -> str:
    """The impact: two borders."""
    return f"{_round(x, y, w, h)} {_round(x + 4, y + 4, w - 8, h - 8, 10)}"


def _folded(x: float, y: float, w: float, h: float) -> str:
    """A need: a note with a folded corner."""
    return (
        _path((x, y), (x + w - 14, y), (x + w, y + 14), (x + w, y + h), (x, y + h))
        + f" M{x + w - 14:g},{y:g} V{y + 14:g} H{x + w:g}"
    )


def _stop(x: float, y: float, w: float, h: float) -> str:
    """A negative outcome: eight sides."""
    c = CUT
    return _path(
        (x + c, y),
        (x + w - c, y),
        (x + w, y + c),
        (x + w, y + h - c),
        (x + w - c, y + h),
        (x + c, y + h),
        (x, y + h - c),
        (x, y + c),
    )


def _slanted(x: float, y: float, w: float, h: float) -> str:
    """An external factor leans: it does not stand with us."""
    return _path((x + 6, y), (x + w, y), (x + w - 6, y + h), (x, y + h))


_SHAPES: dict[str, Callable[[float, float, float, float], str]] = {
    NodeKind.RESOURCE: _square,
    NodeKind.ACTIVITY: _arrow,
    NodeKind.OUTPUT: _cut,
    NodeKind.OUTCOME: _round,
    NodeKind.IMPACT: _double,
    NodeKind.NEED: _folded,
    NodeKind.NEGATIVE_OUTCOME: _stop,
    NodeKind.EXTERNAL_FACTOR: _slanted,
}
