"""The diagram on paper: whole on one page, then in parts large enough to be read when the whole is too wide for its words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from step_guides.worksheets.diagram import draw
from step_guides.worksheets.snapshots import Snapshot

FONT = "Jalons, Wide"
PAGE = (1040.0, 590.0)  # what a landscape page of A4 leaves to a picture, in CSS pixels
LEGIBLE = 0.75  # of the size on the screen: words of 7.3 points
OVERLAP = 200.0  # wider and higher than a box: each stands whole in one part at least
_OPENING = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')
_TITLE = re.compile(r"<title>.*?</title>", re.S)


@dataclass(frozen=True)
class Picture:
    """`label` heads its page, `title` says what it shows."""

    svg: SafeString
    label: str
    title: str


def pictures(snapshot: Snapshot, *, title: str, page: tuple[float, float] = PAGE) -> list[Picture]:
    """The whole first. Nothing for a theory without elements."""
    if not snapshot.get("nodes"):
        return []
    name = _("Diagram: %(title)s. The list and the narrative say the same in words.") % {"title": title}
    svg = draw(snapshot, title=name, font=FONT)
    found = _OPENING.search(svg)
    assert found is not None
    across, down = float(found[1]), float(found[2])
    whole = Picture(_cut(svg, name, (0, 0, across, down), page), _("Diagram"), name)
    if min(page[0] / across, page[1] / down) >= LEGIBLE:
        return [whole]
    parts = list(_parts(across, down, page))
    return [whole, *(_part(svg, number, len(parts), window, page) for number, window in enumerate(parts, 1))]


Window = tuple[float, float, float, float]  # left, top, width, height


def _parts(across: float, down: float, page: tuple[float, float]) -> Iterator[Window]:
    """The fewest windows, all of one size, in which words are large enough; they overlap, from left to right and from top to bottom."""
    columns, rows = (_how_many(whole, room / LEGIBLE) for whole, room in zip((across, down), page, strict=True))
    width, height = (across + (columns - 1) * OVERLAP) / columns, (down + (rows - 1) * OVERLAP) / rows
    for row in range(rows):
        for column in range(columns):
            yield column * (width - OVERLAP), row * (height - OVERLAP), width, height


def _how_many(whole: float, most: float) -> int:
    return max(1, math.ceil((whole - OVERLAP) / (most - OVERLAP)))


def _part(svg: SafeString, number: int, total: int, window: Window, page: tuple[float, float]) -> Picture:
    label = _("Diagram, part %(number)d of %(total)d") % {"number": number, "total": total}
    return Picture(_cut(svg, label, window, page), label, label)


def _cut(svg: SafeString, title: str, window: Window, page: tuple[float, float]) -> SafeString:
    """The same drawing seen through a window, as large as the page takes, never larger than on the screen."""
    left, top, across, down = window
    scale = min(page[0] / across, page[1] / down, 1.0)
    opening = f'viewBox="{left:g} {top:g} {across:g} {down:g}" width="{across * scale:g}" height="{down * scale:g}"'
    cut = _OPENING.sub(lambda _found: opening, svg, count=1)
    return mark_safe(_TITLE.sub(lambda _found: f"<title>{escape(title)}</title>", cut, count=1))  # noqa: S308 (a drawing of ours)
