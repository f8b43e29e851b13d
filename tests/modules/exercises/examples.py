"""One content of each kind, and any answer that it accepts: what the property tests of all kinds draw from."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from coursesite.core.fields import REFUSED
from modules.exercises.content import Content, Item, Option, Passage
from modules.exercises.enums import Kind
from modules.exercises.kinds.spot import SOUND
from modules.exercises.models import KINDS
from modules.exercises.seeds import FOLDER

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


def single(count: int, right: int = 0) -> Content:
    return content(Kind.SINGLE, [Item(f"b{n}", f"Choix {n}", n == right, "dit", "dit") for n in range(count)])


def true_false(rights: list[bool]) -> Content:
    items = [Item(f"a{n}", f"Phrase {n}", right, "bien", "revoir", model="Car.") for n, right in enumerate(rights)]
    return content(Kind.TRUE_FALSE, items)


def match(count: int) -> Content:
    """Two rounds; in each, the last target goes with nothing, and every third item with two targets."""
    options = [Option(f"t{n}", f"Cible {n}", n // 3 + 1) for n in range(6)]
    items = [
        Item(
            f"i{n}",
            f"Élément {n}",
            f"t{n % 2 * 3}",
            "oui",
            "non",
            round=n % 2 + 1,
            also=(f"t{n % 2 * 3 + 1}",) if n % 3 == 0 else (),
        )
        for n in range(count)
    ]
    return content(Kind.MATCH, items, options=tuple(options))


def gaps(count: int) -> Content:
    words = tuple(Option(f"w{n}", f"mot {n}") for n in range(count + 2))
    passages = tuple(Passage("", f"Si {{g{n}}}, alors.") for n in range(count))
    items = [Item(f"g{n}", f"Si […] {n}, alors.", f"w{n}", "oui", "non", round=n + 1) for n in range(count)]
    return content(Kind.GAPS, items, options=words, passages=passages)


def number(*answers: str, tolerance: str = "0.5", unit: str = "%", closed: bool = False) -> Content:
    near = ((Decimal(160), "Vous avez inversé."),)
    items = [
        Item(f"q{n}", f"Question {n}", Decimal(answer), "oui", "non", unit=unit, tolerance=Decimal(tolerance), near=near)
        for n, answer in enumerate(answers)
    ]
    if closed:
        items.append(Item("last", "Assez ?", "Non", "oui", "non", words=("Oui", "Non")))
    return content(Kind.NUMBER, items)


def spot(defects: list[int], kinds: int = 2) -> Content:
    """For each line, the number of its defect, 0 for none."""
    options = tuple(Option(f"d{n}", f"Défaut {n}") for n in range(1, kinds + 1))
    items = [Item(f"l{n}", f"Ligne {n}", f"d{one}" if one else SOUND, "oui", "non") for n, one in enumerate(defects)]
    return content(Kind.SPOT, items, options=options)


def _chosen(draw: Any) -> tuple[Content, Any]:
    asked = single(draw(st.integers(2, 6)), draw(st.integers(0, 1)))
    return asked, [draw(st.sampled_from(asked.items)).key]


def _judged(draw: Any) -> tuple[Content, Any]:
    asked = true_false(draw(st.lists(st.booleans(), min_size=1, max_size=6)))
    answers = {item.key: draw(st.sampled_from(["true", "false"])) for item in asked.items}
    words = st.text(max_size=20).filter(lambda text: not REFUSED.search(text))  # what `clean_text` takes
    reasons = {item.key: f"Car {draw(words)}" for item in asked.items if draw(st.booleans())}
    return asked, {"answers": answers, "reasons": reasons}


def _matched(draw: Any) -> tuple[Content, Any]:
    asked = match(draw(st.integers(2, 8)))
    return asked, given_options(draw, asked)


def _filled(draw: Any) -> tuple[Content, Any]:
    asked = gaps(draw(st.integers(1, 6)))
    return asked, given_options(draw, asked)


def _computed(draw: Any) -> tuple[Content, Any]:
    figures = st.decimals(-999999, 999999, places=2).map(str)
    asked = number(*draw(st.lists(figures, min_size=1, max_size=4)), closed=draw(st.booleans()))
    written = figures | figures.map(lambda text: f" {text.replace('.', ',')}\u202f% ") | st.just("160")
    return asked, {item.key: draw(st.sampled_from(item.words) if item.words else written) for item in asked.items}


def _spotted(draw: Any) -> tuple[Content, Any]:
    kinds = draw(st.integers(1, 3))
    asked = spot(draw(st.lists(st.integers(0, kinds), min_size=2, max_size=8)), kinds)
    lines = draw(st.lists(st.sampled_from(asked.items), min_size=1, unique_by=lambda item: item.key))
    return asked, {item.key: draw(st.sampled_from(asked.options)).key for item in lines}


def _decided(draw: Any) -> tuple[Content, Any]:
    """Scenes one after the other, of two decisions each."""
    count = draw(st.integers(1, 5))
    scenes = tuple(Passage(f"s{n}", f"Situation {n}") for n in range(1, count + 1))
    items = [
        Item(f"d{n}{worth}", f"Décider {n}{worth}", worth, "suite", "suite", n, points=2, goes=f"s{n + 1}" if n < count else "")
        for n in range(1, count + 1)
        for worth in (0, 1, 2)
    ]
    return content(Kind.CASE, items, passages=scenes), [f"d{n}{draw(st.integers(0, 2))}" for n in range(1, count + 1)]


def _written(draw: Any) -> tuple[Content, Any]:
    texts = tuple(Passage(f"p{n}", f"Texte {n}") for n in range(1, draw(st.integers(2, 4))))
    checks = [Item(f"k{n}", f"Question {n} ?", answer=True, round=0) for n in range(3)]
    letters = st.characters(min_codepoint=97, max_codepoint=233, exclude_categories=["Cc"])
    words = st.text(letters, min_size=1, max_size=60).filter(str.strip)  # spaces alone are no text
    response = {
        "texts": {one.key: draw(words) for one in texts},
        "checks": [item.key for item in checks if draw(st.booleans())],
    }
    return content(Kind.REWRITE, checks, passages=texts, model="<p>Notre version</p>"), response


def _placed(draw: Any) -> tuple[Content, Any]:
    items = [Item(f"i{n}", f"Je dis {n}.", "1") for n in range(draw(st.integers(1, 9)))]
    asked = content(Kind.POSITION, items, options=tuple(Option(str(level), f"Niveau {level}") for level in range(1, 5)))
    return asked, given_options(draw, asked)


def _turned(draw: Any) -> tuple[Content, Any]:
    items = [Item(f"t{n}", f"Terme {n}", "known") for n in range(draw(st.integers(1, 9)))]
    asked = content(Kind.CARDS, items, options=(Option("known", "Je savais"), Option("again", "À revoir")))
    return asked, given_options(draw, asked)


def _quizzed(draw: Any) -> tuple[Content, Any]:
    count = draw(st.integers(1, 9))
    items = [Item(f"q{n}", f"Question {n} ?", f"q{n}a", "parce que", "parce que", n) for n in range(1, count + 1)]
    options = tuple(Option(f"q{n}{letter}", letter, n) for n in range(1, count + 1) for letter in "abz")
    asked = content(Kind.QUIZ, items, options=options, repeats=draw(st.sampled_from([None, 7])))
    return asked, given_options(draw, asked)


# What draws a content of the kind, with an answer to it.
EXAMPLES: dict[Kind, Callable[[Any], tuple[Content, Any]]] = {
    Kind.SINGLE: _chosen,
    Kind.CHOICES: _ticked,
    Kind.TRUE_FALSE: _judged,
    Kind.SORT: _sorted,
    Kind.ORDER: _ordered,
    Kind.MATCH: _matched,
    Kind.GAPS: _filled,
    Kind.NUMBER: _computed,
    Kind.SPOT: _spotted,
    Kind.CASE: _decided,
    Kind.REWRITE: _written,
    Kind.POSITION: _placed,
    Kind.CARDS: _turned,
    Kind.QUIZ: _quizzed,
}


@st.composite
def answered(draw: Any) -> tuple[Content, Any]:
    """A content of any kind, with any answer that it accepts."""
    return EXAMPLES[draw(st.sampled_from(list(EXAMPLES)))](draw)


# Exercises that come with the course, by code, as they are written.
ENTRIES: dict[str, dict[str, Any]] = {
    entry["code"]: entry
    for path in sorted(FOLDER.glob("*.toml"))
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]
}


def seeded(code: str) -> Content:
    """One of them as plain values, without a database."""
    entry = ENTRIES[code]
    model = KINDS[Kind(entry["kind"])]
    common = ("code", "title", "statement", "minutes", "feedback_success", "feedback_retry")
    return model(**{name: entry[name] for name in common}, **model.written(entry)).content()
