"""The order of the elements in each column: the one in which they are written, but for what untangles the links.

One element at a time is moved to the place of its column where the links cross least, and stays where it is when no place is better. So the
picture changes little when an element is added, never crosses more than the written order, and an element without link moves no other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from itertools import pairwise

ROUNDS = 8
Columns = list[list[str]]


def untangle(columns: Columns, near: dict[str, list[str]]) -> None:
    """`near`: each element and those it is linked to, in both directions. What is not in a column next to its own does not count."""
    for _turn in range(ROUNDS):
        moved = False
        for index, column in enumerate(columns):
            cross = _crossed(column, [columns[one] for one in (index - 1, index + 1) if 0 <= one < len(columns)], near)
            for uid in list(column):
                moved = _settle(uid, column, cross) or moved
        if not moved:
            return


def crossings(columns: Columns, near: dict[str, list[str]]) -> int:
    """How many pairs of links cross between columns."""
    count = 0
    for left, right in pairwise(columns):
        place = {uid: number for number, uid in enumerate(right)}
        ends: list[int] = []
        for uid in left:
            mine = sorted(place[one] for one in near[uid] if one in place)
            count += sum(len(ends) - bisect_right(ends, end) for end in mine)
            for end in mine:
                insort(ends, end)
    return count


def _crossed(column: list[str], beside: Columns, near: dict[str, list[str]]) -> Callable[[str, str], int]:
    """(one, other) → how many of their links cross while one stands above the other."""
    places = [{uid: number for number, uid in enumerate(found)} for found in beside]
    ends = {uid: [sorted(place[one] for one in near[uid] if one in place) for place in places] for uid in column}
    known: dict[tuple[str, str], int] = {}

    def cross(one: str, other: str) -> int:
        if (one, other) not in known:
            count = 0
            for above, below in zip(ends[one], ends[other], strict=True):
                for end in above if below else ():
                    count += bisect_left(below, end)
            known[one, other] = count
        return known[one, other]

    return cross


def _settle(uid: str, column: list[str], cross: Callable[[str, str], int]) -> bool:
    """Moves an element where its links cross least, as near as can be to where it stood."""
    here = column.index(uid)
    best = (0, 0, here)
    for way in (range(here - 1, -1, -1), range(here + 1, len(column))):
        gain = 0
        for there in way:
            other = column[there]
            above, below = (uid, other) if there < here else (other, uid)
            gain += cross(above, below) - cross(below, above)
            best = min(best, (gain, abs(there - here), there))
    if not best[0]:
        return False
    column.insert(best[2], column.pop(here))
    return True
