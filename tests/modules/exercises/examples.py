"""One content of each kind, and any answer that it accepts: what the property tests of all kinds draw from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from modules.exercises.content import Content, Item, Option
from modules.exercises.enums import Kind

CATEGORIES = tuple(Option(key, key.title()) for key in ("means", "act", "effect"))


def content(kind: Kind, items: list[Item], **more: Any) -> Content:
    return Content(1, "e", str(kind), "Titre", "", 5, 1, tuple(items), **more)


def sort(count: int) -> Content:
    cards = [Item(f"c{n}", f"Carte {n}", CATEGORIES[n % 3].key, "oui", "non") for n in range(count)]
    return content(Kind.SORT, cards, options=CATEGORIES)


def order(count: int) -> Content:
    return content(Kind.ORDER, [Item(f"s{n}", f"Étape {n}", n + 1, "place", "place") for n in range(count)])


def choices(rights: list[bool]) -> Content:
    return content(Kind.CHOICES, [Item(f"b{n}", f"Choix {n}", right, "bien", "revoir") for n, right in enumerate(rights)])


def given_options(draw: Any, asked: Content) -> dict[str, str]:
    return {item.key: draw(st.sampled_from(asked.options_of(item.round))).key for item in asked.items}


def _sorted(draw: Any) -> tuple[Content, Any]:
    asked = sort(draw(st.integers(2, 9)))
    return asked, given_options(draw, asked)


def _ordered(draw: Any) -> tuple[Content, Any]:
    asked = order(draw(st.integers(2, 9)))
    return asked, draw(st.permutations([item.key for item in asked.items]))


def _ticked(draw: Any) -> tuple[Content, Any]:
    asked = choices(draw(st.lists(st.booleans(), min_size=2, max_size=9)))
    return asked, draw(st.lists(st.sampled_from([item.key for item in asked.items]), min_size=1, unique=True))


# What draws a content of the kind, with an answer to it.
EXAMPLES: dict[Kind, Callable[[Any], tuple[Content, Any]]] = {Kind.SORT: _sorted, Kind.ORDER: _ordered, Kind.CHOICES: _ticked}


@st.composite
def answered(draw: Any) -> tuple[Content, Any]:
    """A content of any kind, with any answer that it accepts."""
    return EXAMPLES[draw(st.sampled_from(list(EXAMPLES)))](draw)
