"""Words as people type them, and the passage that answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursesite.search.matching import LONGEST, MOST_WORDS, excerpt, prepared, score, wanted

TEXT = "Un effet n’est pas une réalisation. L’évaluation des effets commence par un besoin, dit simplement, avec les personnes concernées."


def finds(question: str, title: str = "", names: str = "", text: str = "") -> int:
    return score(wanted(question), prepared(title), prepared(names), prepared(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("evaluation", "L’Évaluation d’impact"),
        ("ÉVALUATION", "une evaluation"),
        ("effets", "un effet"),
        ("effet", "des effets"),
        ("évaluat", "évaluation"),
        ("coeur", "au cœur du sujet"),
        ("l'impact de l'action", "son impact, et notre action"),
        ("théorie du changement", "Théorie du changement"),
        ("qu’est-ce que c’est", "Que c’est long : qu’est-ce ?"),  # nothing but little words: looked for as they are
        ("module 3", "Module 3"),
    ],
)
def test_accents_capitals_plurals_and_little_words_do_not_matter(question: str, text: str) -> None:
    assert finds(question, text=text)


@pytest.mark.parametrize(
    ("question", "text"), [("fait", "un effet"), ("effet besoin", "un effet"), ("", "un effet"), ("?!", "effet")]
)
def test_a_word_is_found_from_its_beginning_and_all_words_are_needed(question: str, text: str) -> None:
    assert finds(question, text=text) == 0


def test_the_thing_itself_comes_before_what_speaks_of_it() -> None:
    itself, named = finds("effets", "Effet"), finds("effets", "Résultat", "effet")
    in_a_title, told = finds("effets", "Les effets non voulus"), finds("effets", "Besoin", "", "effet effet effet effet")
    assert itself > in_a_title > named > told > 0


def test_an_excerpt_shows_the_words_where_they_are() -> None:
    pieces = excerpt("Avant. " * 40 + TEXT * 3, wanted("besoin personne"))
    assert [piece.text for piece in pieces if piece.found][:2] == ["besoin", "personnes"]
    whole = "".join(piece.text for piece in pieces)
    assert whole.startswith("… ") and whole.endswith(" …") and len(whole) < 320
    assert excerpt("Rien de tel ici.", wanted("besoin"))[0].text == "Rien de tel ici."


def test_a_question_is_bounded() -> None:
    assert len(wanted("mot " * 500)) == 1
    assert len(wanted(" ".join(f"mot{n}" for n in range(99)))) <= MOST_WORDS
    assert wanted("a" * 5000) == ("a" * LONGEST,)


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_typed_the_excerpt_is_of_the_text(text: str, question: str) -> None:
    words = wanted(question)
    score(words, prepared(text), "", prepared(text))
    for piece in excerpt(text, words):
        assert piece.text.removeprefix("… ").removesuffix(" …") in text or not piece.text.strip("… ")
