"""Who reads whom: pure, and the same each time for the same people.

Each learner gives `each` opinions, never on her own organisation and never twice on the same one; an organisation is owed as many as its
learners give. Those already asked count. Nobody is asked for more than `each`: whoever comes late may find that her organisation receives
fewer, until somebody leaves; what she reads is then a sheet that receives one more.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Learner:
    reader: int
    organisation: int


Pair = tuple[int, int]  # reader, organisation


def pairs(learners: Iterable[Learner], already: Iterable[Pair], *, each: int, seed: str) -> list[Pair]:
    """The pairs to add. `already`: those sent or asked, of learners still here or not."""
    people = sorted(learners, key=lambda one: _order(seed, "reader", one.reader))
    home = {one.reader: one.organisation for one in people}
    done = set(already)
    received = Counter(organisation for _reader, organisation in done)
    to_give = {one.reader: each - sum(reader == one.reader for reader, _place in done) for one in people}
    owed = Counter(home.values())
    to_receive = {place: each * number - received[place] for place, number in owed.items()}
    added: list[Pair] = []

    def may(reader: int, place: int) -> bool:
        return home[reader] != place and (reader, place) not in done

    for turn in range(each):  # one opinion each, then the next: nobody waits for a first while somebody has two
        later = each - 1 - turn
        free = {place: max(0, left - later * owed[place]) for place, left in to_receive.items()}
        seats = [place for place in _places(seed, free) for _seat in range(free[place])]
        givers = [one.reader for one in people if to_give[one.reader] > 0]
        for reader, place in _matched(givers, seats, may):
            done.add((reader, place))
            added.append((reader, place))
            to_give[reader] -= 1
            to_receive[place] -= 1
            received[place] += 1
    for one in people:  # what no balance can give: the sheets that receive the fewest
        for _missing in range(max(0, to_give[one.reader])):
            open_to_her = [place for place in _places(seed, owed) if may(one.reader, place)]
            if open_to_her:
                place = min(open_to_her, key=lambda place: received[place] / owed[place])
                done.add((one.reader, place))
                added.append((one.reader, place))
                received[place] += 1
    return added


def _order(seed: str, what: str, identity: int) -> str:
    return hashlib.sha256(f"{seed}/{what}/{identity}".encode()).hexdigest()


def _places(seed: str, places: Iterable[int]) -> list[int]:
    return sorted(places, key=lambda place: _order(seed, "organisation", place))


def _matched(givers: list[int], seats: list[int], may: Callable[[int, int], bool]) -> list[Pair]:
    """As many givers as can be, each with a seat of her own, no two of one giver at one place (augmenting paths)."""
    taken: dict[int, int] = {}  # seat → giver

    def seat(giver: int, tried: set[int]) -> bool:
        for index, place in enumerate(seats):
            if index in tried or not may(giver, place):
                continue
            tried.add(index)
            if index not in taken or seat(taken[index], tried):
                taken[index] = giver
                return True
        return False

    for giver in givers:
        seat(giver, set())
    return [(giver, seats[index]) for index, giver in sorted(taken.items())]
