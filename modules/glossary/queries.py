from __future__ import annotations

from dataclasses import dataclass

from coursesite.core.folding import folded
from modules.glossary.models import Term


@dataclass(frozen=True)
class Letter:
    letter: str
    terms: list[Term]


def published_terms(words: str = "") -> list[Term]:
    """Terms in alphabetical order, accents aside; with words, those whose name, forms or sector words hold them, then whose text does."""
    terms = sorted(Term.objects.published(), key=lambda term: folded(term.name))
    wanted = folded(words).split()
    if not wanted:
        return terms
    named = [term for term in terms if _holds(_names(term), wanted)]
    told = [term for term in terms if term not in named and _holds(f"{term.definition} {term.plain}", wanted)]
    return named + told


def _names(term: Term) -> str:
    return " ".join([term.name, term.variants, *(word for _sector, word in term.synonyms)])


def _holds(text: str, wanted: list[str]) -> bool:
    text = folded(text)
    return all(word in text for word in wanted)


def by_letter(terms: list[Term]) -> list[Letter]:
    letters: dict[str, list[Term]] = {}
    for term in terms:
        letters.setdefault(folded(term.name)[:1].upper(), []).append(term)
    return [Letter(letter, found) for letter, found in letters.items()]
