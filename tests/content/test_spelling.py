"""Every word of what ships is in the French dictionary of Debian, or in one of two lists that say why it is not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.content.texts import texts

HERE = Path(__file__).parent
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[’-][^\W\d_]+)*")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)’", re.I)
AFTER_THE_VERB = re.compile(
    r"(?:-t)?-(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|là|ci|y|en|le|la|les|lui|leur|moi|toi|même|mêmes)$"
)


def listed(name: str) -> set[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def unknown(wanted: set[str]) -> set[str]:
    """What hunspell refuses."""
    command = ["hunspell", "-d", "fr", "-i", "utf-8", "-l"]
    text = "\n".join(sorted(wanted)).replace("’", "'")
    said = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return {word.replace("'", "’") for word in said.split("\n") if word}


def bare(word: str) -> str:
    """Without what French ties to it: « l’équipe-là » → « équipe »."""
    while ELIDED.match(word):
        word = ELIDED.sub("", word)
    while AFTER_THE_VERB.search(word):
        word = AFTER_THE_VERB.sub("", word)
    return word


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    """Each word that no list holds, in small letters (a name is known by its list only), with one place where it stands."""
    known = listed("names.txt") | listed("spelling.txt")
    places: dict[str, str] = {}
    for text in texts():
        for whole in WORD.findall(text.text):
            word = bare(whole)
            if whole not in known and word not in known and word.lower() not in known:
                places.setdefault(word.lower(), text.where)
    return places


@pytest.mark.skipif(shutil.which("hunspell") is None, reason="hunspell is not installed")
def test_every_word_is_french(found: dict[str, str]) -> None:
    wrong = unknown(set(found))
    parts = {part for word in wrong for part in re.split("[-’]", word) if part}
    refused = unknown(parts)
    wrong = {word for word in wrong if any(part in refused for part in re.split("[-’]", word))}
    assert {word: found[word] for word in sorted(wrong)} == {}


def test_the_lists_hold_nothing_that_is_not_written() -> None:
    said = {form for text in texts() for whole in WORD.findall(text.text) for form in (whole, bare(whole), bare(whole).lower())}
    assert sorted((listed("names.txt") | listed("spelling.txt")) - said) == []
