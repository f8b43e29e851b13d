"""Whether a text holds the words, how well, and the passage that shows it. Pure: the same on every database (ADR 8).

A word finds those that begin with it, accents, capitals and a plural aside: « effets » finds « effet », « evaluat » « évaluation ».
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursesite.core.folding import folded

LONGEST = 80  # characters of a question
MOST_WORDS = 8
AROUND = 90  # characters shown on each side of the first word found
_WORD = re.compile(r"\w+")
_LITTLE = """au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur ma mes mon ne nos notre nous on ou par
pas pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se ses son sur ta tes ton un une vos votre vous"""
_EMPTY = frozenset(_LITTLE.split())


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt."""

    text: str
    found: bool


def wanted(question: str) -> tuple[str, ...]:
    """The words of a question that mean something, each once, as they are looked for."""
    words = [word for word in _WORD.findall(folded(question[:LONGEST])) if len(word) > 1 or word.isdigit()]
    meaning = [word for word in words if word not in _EMPTY] or words
    return tuple(dict.fromkeys(_root(word) for word in meaning))[:MOST_WORDS]


def _root(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def prepared(text: str) -> str:
    """A text as `score` reads it: its words folded, one space before each."""
    return "".join(f" {word}" for word in _WORD.findall(folded(text)))


def score(words: tuple[str, ...], title: str, names: str, text: str) -> int:
    """0 when a word is nowhere; texts are `prepared`. A title counts more than another name, a name more than the text."""
    named, whole = f"{title}{names}", f"{title}{names}{text}"
    if not words or not all(f" {word}" in whole for word in words):
        return 0
    points = 1 + min(20, sum(text.count(f" {word}") for word in words))
    points += sum(40 for word in words if f" {word}" in title) + sum(15 for word in words if f" {word}" in names)
    if all(f" {word}" in named for word in words):
        points += 100
    if tuple(_root(word) for word in title.split()) == words:
        points += 1000
    return points


def excerpt(text: str, words: tuple[str, ...]) -> list[Piece]:
    """Around the first place where a word stands, cut between words; the beginning of the text when none does."""
    spans = [found.span() for found in _WORD.finditer(text) if _is_wanted(found[0], words)]
    first = spans[0][0] if spans else 0
    start, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    if start:
        start = text.find(" ", start, first) + 1 or first
    if end < len(text):
        end = max(text.rfind(" ", first, end), spans[0][1] if spans else 0) or end
    pieces = [Piece("… ", False)] if start else []
    at = start
    for begin, stop in spans:
        if begin >= start and stop <= end:
            pieces += [Piece(text[at:begin], False), Piece(text[begin:stop], True)]
            at = stop
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


def _is_wanted(word: str, words: tuple[str, ...]) -> bool:
    return folded(word).startswith(words)
