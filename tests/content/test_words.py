"""What no text may hold, and how what it holds is set: typography, forbidden words, people, inclusive forms."""

from __future__ import annotations

import re

from coursesite.core import guard
from tests.content.texts import texts

TYPOGRAPHY = {
    "a non-breaking space stands before : ; ! ? » %": r"(?<!,) [:;!?»%](?!\w)|[^\W\d_][;!?»](?!\w)|[^\W\d_]:(?=\s)|\d%",
    "a non-breaking space stands after «": r"«[^\u00a0]",
    "the apostrophe is ’": r"(?<=\w)'(?=\w)",
    "three dots are one sign": r"\.\.\.",
    "one space is enough": r"[^\n]  |\u00a0\u00a0| \u00a0|\u00a0 ",
    "a thousand is set with a non-breaking space": r"(?<![\d\u00a0 ])\d{1,3} \d{3}(?![\d ])",
    "œ is one letter": r"\b(?:oeuvre|coeur|soeur|noeud|voeu|oeil)",
    "the dash of an aside is –": r"—| - ",
}
FILLER = (
    r"[Ii]l est important|[Dd]ans un monde|[Nn]’hésitez pas|\b[Bb]ravo\b|[Ll]orem ipsum|\bTODO\b|\bXXX\b|à compléter ultérieurement|"
    r"[Ff]orce est de constater|[Aa]u jour d’aujourd’hui"
)
CODES = r"\b[EFTIQC]\d+(?:\.\d+)?\b|\bF[IQC]\b"

# How we write, one line a choice. A neutral form first (« la personne qui porte l’action »), else both, in full.
INCLUSIVE = {
    "no midpoint, bracket, dot or stroke in a word": r"·|\w\((?:e|ne|trice)s?\)|\w\.e\.s?\b|\w-e-s?\b|teur/trice",
    "people are not their situation: « personne détenue », « personne en situation de handicap »": (
        r"\b(?:les|des|aux|ces) (?:détenus|handicapés|délinquants|toxicomanes|SDF)\b"
    ),
    "« personnes concernées », « personnes accompagnées »": r"(?<!«\u00a0)\b(?:[Bb]énéficiaires?|[Uu]sagers?|[Uu]sagères?)\b",
    "« personnes non revues »": r"\b[Pp]erdue?s? de vue\b",
}
BOTH = {"formateur": "formatrice", "formateurs": "formatrices"}
SAID_OF_A_WORD = {  # texts that speak of the word itself
    "personnes-non-revues/not_confused",
    "personnes-non-revues/variants",
}


def matches(pattern: str, *, spared: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    return [
        f"{text.where}: …{text.text[max(0, found.start() - 30) : found.end() + 20]!r}"
        for text in texts()
        if not any(text.where.endswith(name) for name in spared)
        for found in re.finditer(pattern, text.text)
    ]


def test_typography() -> None:
    wrong = {rule: found for rule, pattern in TYPOGRAPHY.items() if (found := matches(pattern))}
    assert wrong == {}


def test_guillemets_go_by_pairs() -> None:
    assert [text.where for text in texts() if text.text.count("«") != text.text.count("»")] == []


def test_no_filler() -> None:
    assert matches(FILLER) == []


def test_people_read_names_and_no_code() -> None:
    assert matches(CODES) == []


def test_nobody_is_named_and_nobody_can_be_reached() -> None:
    """The remark that warns those who write a sheet finds nothing in what we ship."""
    found = [f"{text.where}: {text.text[place.start : place.end]}" for text in texts() for place in guard.places(text.text)]
    assert found == []


def test_inclusive_forms_are_those_we_chose() -> None:
    wrong = {rule: found for rule, pattern in INCLUSIVE.items() if (found := matches(pattern, spared=SAID_OF_A_WORD))}
    assert wrong == {}
    lonely = [
        f"{text.where}: {one}"
        for text in texts()
        for one, other in BOTH.items()
        if re.search(rf"\b{one}\b", text.text) and not re.search(rf"\b{other[:9]}", text.text)
    ]
    assert lonely == []


def test_the_fictional_say_so() -> None:
    """Where an organisation of our examples is named with what it does, the mention stands beside it (a title has it below)."""
    names = re.compile(r"« ?(?:Les Amarres|Le Grand Hêtre|L’Atelier du Lavoir) ?»".replace(" ?", "\u00a0"))
    told = (text for text in texts() if names.search(text.text) and not text.where.endswith("/title"))
    quiet = [text.where for text in told if "fictif" not in text.text]
    assert quiet == []
