"""What changed in a theory, in one picture: what both versions hold, what came, and what went."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from step_guides.worksheets.diagram.measure import width
from step_guides.worksheets.diff import Diff, rows_named
from step_guides.worksheets.snapshots import Snapshot

INK, PAPER = "#17242B", "#FFFFFF"
TAB = 15


class Mark(StrEnum):
    """Said in a word and a sign above the element, and by its outline: thick, dashed, double; colour only adds to it."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    RELINKED = "relinked"


def mark_label(mark: Mark) -> str:
    return {
        Mark.ADDED: pgettext("diagram", "+ added"),
        Mark.REMOVED: pgettext("diagram", "− removed"),
        Mark.REWORDED: pgettext("diagram", "≠ reworded"),
        Mark.RELINKED: pgettext("diagram", "↷ linked"),
    }[mark]


def together(old: Snapshot, new: Snapshot, diff: Diff) -> tuple[Snapshot, dict[str, Mark]]:
    """One document that holds both, and what becomes of each of its rows. A link that changed ends is there twice: as it is, and as it
    was, removed, under the identifier « <uid>~ »."""
    was = {name: rows_named(old, name) for name in ("node", "link")}
    now = {name: rows_named(new, name) for name in ("node", "link")}
    marks = dict.fromkeys(_anchors(diff.changed), Mark.REWORDED)
    marks |= dict.fromkeys(_anchors(diff.added), Mark.ADDED) | dict.fromkeys(_anchors(diff.removed), Mark.REMOVED)
    nodes = [*now["node"].values(), *(row for uid, row in was["node"].items() if uid not in now["node"])]
    links = [*now["link"].values(), *(row for uid, row in was["link"].items() if uid not in now["link"])]
    for anchor in _anchors(diff.relinked):
        uid = anchor.partition(":")[2]
        marks[anchor], marks[f"{anchor}~"] = Mark.RELINKED, Mark.REMOVED
        links.append({**was["link"][uid], "uid": f"{uid}~"})
    return {**new, "nodes": nodes, "links": links}, marks


def _anchors(found: Iterable[Any]) -> list[str]:
    return [one.anchor for one in found]


def tab(mark: Mark, x: float, y: float) -> SafeString:
    """The word of a mark, on a tab that straddles the top of its element."""
    word = mark_label(mark)
    across = width(word, 11) + 12
    return SafeString(
        f'<rect class="mark" x="{x:.1f}" y="{y - TAB / 2:.1f}" width="{across:.1f}" height="{TAB}" rx="3" fill="{INK}"/>'
        f'<text class="mark" x="{x + 6:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="bold" fill="{PAPER}">{escape(word)}</text>'
    )
