"""What is found, by room. What rooms offer is kept until something is published: a search then asks the database for rights only."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import get_language
from wagtail.models import PageViewRestriction

from coursesite.core.findables import Findable, Source, sources
from coursesite.core.kept_here import as_published, kept_here
from coursesite.core.public_cache import SECONDS
from coursesite.search.matching import Piece, excerpt, prepared, score, wanted

A_FEW, MANY = 5, 50


@dataclass(frozen=True)
class Entry:
    """A thing to find, with its texts as they are compared."""

    what: Findable
    title: str
    names: str
    text: str


@dataclass(frozen=True)
class Found:
    title: str
    url: str
    where: str
    excerpt: list[Piece]


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    results: list[Found]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.results)


@dataclass(frozen=True)
class Results:
    """`suggestion`: a question that would find something, when this one does not."""

    groups: list[Group]
    suggestion: str = ""

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def search(question: str, *, person: Any = None, only: str = "") -> Results:
    """In what everybody reads, and with a person in what she may read besides. `only`: the key of one source, shown at length."""
    words = wanted(question)
    asked = [source for source in sources() if person is not None or source.allows is None]
    kept = _entries(asked)
    groups, seen = [], []
    for source in asked:
        allowed = _allows(source, person)
        entries = [entry for entry in kept[source.key] if allowed(entry.what)]
        seen += entries
        if only in ("", source.key) and (group := _group(source, entries, words, most=MANY if only else A_FEW)):
            groups.append(group)
    return Results(groups, "" if groups else _suggestion(words, seen))


def _allows(source: Source, person: Any) -> Callable[[Findable], bool]:
    return source.allows(person) if source.allows else lambda _what: True


def _group(source: Source, entries: list[Entry], words: tuple[str, ...], *, most: int) -> Group | None:
    scored = [(score(words, entry.title, entry.names, entry.text), entry.what) for entry in entries]
    best = sorted(((points, what) for points, what in scored if points), key=lambda pair: -pair[0])
    if not best:
        return None
    shown = [Found(what.title, what.url, what.where, excerpt(what.text, words)) for _points, what in best[:most]]
    return Group(source.key, str(source.label), shown, len(best))


def _suggestion(words: tuple[str, ...], entries: list[Entry]) -> str:
    """Words of titles and names that look like those of the question."""
    known = {word for entry in entries for word in f"{entry.title}{entry.names}".split() if len(word) > 3}
    near = [next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.75)), "") for word in words]
    return " ".join(near) if near and all(near) else ""


def _entries(asked: list[Source]) -> dict[str, list[Entry]]:
    """Restrictions are looked at each time, since changing one publishes nothing."""
    if PageViewRestriction.objects.exists():
        return {source.key: _read(source) for source in asked}
    language = get_language()
    return {
        source.key: kept_here(as_published(f"search:{language}:{source.key}"), partial(_read, source), seconds=SECONDS)
        for source in asked
    }


def _read(source: Source) -> list[Entry]:
    return [Entry(what, prepared(what.title), prepared(what.names), prepared(what.text)) for what in source.read()]
