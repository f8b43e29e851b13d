"""What a room offers to the search, without the search knowing the room.

A room writes `findable.py`:

    @findable("glossaire", label=_("Glossary"), order=20)
    def terms() -> Iterable[Findable]: ...

It is read once a publication. `allows` is for what not everybody reads: asked of each person, it gives a test of one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Findable:
    """`where`: where it stands, in words. `names`: other words that name it. `text`: plain. `pk`: for `allows`."""

    title: str
    url: str
    where: str = ""
    names: str = ""
    text: str = ""
    pk: int = 0


Read = Callable[[], Iterable[Findable]]
Allows = Callable[[Any], Callable[[Findable], bool]]


@dataclass(frozen=True)
class Source:
    """`key` stands in addresses. Everybody reads a source without `allows`."""

    key: str
    label: Any
    order: int
    read: Read
    allows: Allows | None


_sources: dict[str, Source] = {}


def findable(key: str, *, label: Any, order: int, allows: Allows | None = None) -> Callable[[Read], Read]:
    def register(read: Read) -> Read:
        _sources[key] = Source(key, label, order, read, allows)
        return read

    return register


def sources() -> list[Source]:
    autodiscover_modules("findable")
    return sorted(_sources.values(), key=lambda source: source.order)
