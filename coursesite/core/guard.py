"""Does a text seem to name a person, or to give a way to reach one? It warns and never blocks; what it finds is never logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Found(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    NIR = "nir"
    REGISTER = "register"
    BIRTH = "birth"
    NAME = "name"


LABELS = {
    Found.EMAIL: _("an e-mail address"),
    Found.PHONE: _("a telephone number"),
    Found.NIR: _("a social security number"),
    Found.REGISTER: _("a register number"),
    Found.BIRTH: _("a date of birth"),
    Found.NAME: _("the name of a person"),
}


@dataclass(frozen=True)
class Place:
    """`text[start:end]` is what seems to point to somebody."""

    kind: Found
    start: int
    end: int


_GAP = "[ \u00a0\u202f.\\-]?"
_SPACE = "[ \u00a0\u202f]"
_NUMBER = rf"[A-Z]?{_SPACE}?\d(?:{_SPACE}?\d){{2,14}}"
_DATE = rf"\d{{1,2}}(?:er)?(?:[/.\-]|{_SPACE}+)(?:\d{{1,2}}|[a-zéû]{{3,9}})(?:[/.\-]|{_SPACE}+)\d{{2,4}}"
_CIVILITY = r"(?:M|MM|Mr|Mme|Mlle|Mmes|Dr|Pr|Me)\b\.?|(?:Monsieur|Madame|Mademoiselle|Docteur|Docteure|Maître|monsieur|madame|mademoiselle)\b"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ][\w’'\-]{0,40}\.?"

_PATTERNS: dict[Found, list[re.Pattern[str]]] = {
    Found.EMAIL: [re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4}")],
    Found.PHONE: [re.compile(rf"(?<![\d.,])(?:(?:\+|00)33{_GAP}(?:\(0\){_GAP})?|0)[1-9](?:{_GAP}\d{{2}}){{4}}(?!\d)")],
    Found.NIR: [
        re.compile(
            rf"(?<!\d)[12]{_SPACE}?\d{{2}}{_SPACE}?(?:0[1-9]|1[0-2]|[2-9]\d){_SPACE}?(?:\d{{2}}|2[AB]){_SPACE}?\d{{3}}{_SPACE}?\d{{3}}"
            rf"(?:{_SPACE}?\d{{2}})?(?!\d)"
        )
    ],
    Found.REGISTER: [
        re.compile(
            rf"(?:\bn{_SPACE}?[°ºo]|\bnuméro){_SPACE}?(?:d[’']{_SPACE}?écrou|de{_SPACE}matricule|écrou|matricule){_SPACE}?:?{_SPACE}?{_NUMBER}",
            re.I,
        ),
        re.compile(
            rf"(?<!sous )(?<!sous\u00a0)\b(?:écrou|matricule){_SPACE}?(?:n{_SPACE}?[°ºo]|numéro|:){_SPACE}?:?{_SPACE}?{_NUMBER}",
            re.I,
        ),
        re.compile(rf"(?<!sous )(?<!sous\u00a0)\b(?:écrou|matricule){_SPACE}[A-Z]?\d{{5,12}}\b", re.I),
    ],
    Found.BIRTH: [
        re.compile(rf"\bné(?:e|\(e\))?{_SPACE}le{_SPACE}{_DATE}", re.I),
        re.compile(rf"\b(?:date{_SPACE}de{_SPACE}naissance|naissance|DDN){_SPACE}?(?::|le)?{_SPACE}?{_DATE}", re.I),
    ],
    Found.NAME: [re.compile(rf"(?<![\w’'\-])(?:{_CIVILITY}){_SPACE}{{0,2}}(?P<name>{_CAPITAL}(?:{_SPACE}{_CAPITAL})?)")],
}
_DIGIT = re.compile(r"\d")
_NEEDS = {Found.EMAIL: re.compile("@"), Found.NAME: re.compile("[A-ZÀ-ÖØ-ÞŒ]")}

# « L’association est née le 12 mars 1985 » speaks of no person.
_BORN_THINGS = re.compile(
    r"\b(?:association|structure|projet|réseau|idée|dispositif|service|fondation|collectif|maison|foyer)\b[^.!?]{0,40}$", re.I
)
# « Monsieur le Maire », « Madame La Directrice » name an office. « M. Le Goff » names a person.
_OFFICES = re.compile(
    rf"^(?:l[ea]{_SPACE}|l[’'])(?:maire|direct|présiden|juge|préf|ministre|provis|principal|procur|chef|déput|sénat|conseill|éducat|secrétaire|garde)",
    re.I,
)
_NOT_NAMES = {"Le", "La", "Les", "Ou", "Et", "À", "En", "Madame", "Monsieur", "Mme"}


def places(text: str) -> list[Place]:
    """Where the text seems to point to somebody, in reading order, without overlaps. Linear in the length of the text."""
    found: list[Place] = []
    for place in sorted(_matches(text), key=lambda one: (one.start, -one.end)):
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found


def named(*texts: str) -> list[tuple[str, str]]:
    """(what it seems to be, the words), in reading order: shown to whoever wrote them, before they leave."""
    return [(str(LABELS[place.kind]), text[place.start : place.end]) for text in texts for place in places(text)]


def _matches(text: str) -> Iterator[Place]:
    for kind, patterns in _PATTERNS.items():
        if not _NEEDS.get(kind, _DIGIT).search(text):  # most texts: nothing to look for
            continue
        for pattern in patterns:
            for match in pattern.finditer(text):
                if kind == Found.BIRTH and _BORN_THINGS.search(text[max(0, match.start() - 80) : match.start()]):
                    continue
                if kind == Found.NAME and not _is_name(match["name"], text[match.start("name") :]):
                    continue
                yield Place(kind, match.start(), match.end())


def _is_name(name: str, rest: str) -> bool:
    words = name.split()
    return not _OFFICES.match(rest[:60]) and not (len(words) == 1 and words[0].rstrip(".") in _NOT_NAMES)
