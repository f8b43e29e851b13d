"""How easy a text reads: Kandel and Moles (1958), the French setting of Flesch's formula.

207 − 1.015 × (words a sentence) − 73.6 × (syllables a word). Above 90 very easy, 80 easy, 70 fairly easy, 60 standard, below 50 hard.
"""

from __future__ import annotations

import re

from tests.content.texts import words

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_MUTE = re.compile(rf"(?:[^{_VOWELS}]|[gq]u)e(?:s|nt)?$")


def ease(text: str) -> float:
    sentences = [part for part in re.split(r"(?<=[.!?…])[\s\u00a0»]+|\n+", text) if len(words(part)) > 1]
    said = [word for part in sentences for word in words(part)]
    return 207 - 1.015 * len(said) / len(sentences) - 73.6 * sum(map(syllables, said)) / len(said)


def syllables(word: str) -> int:
    """Groups of vowels, less the « e » that nobody says at the end of a word."""
    groups = sum(len(re.findall(f"[{_VOWELS}]+", part)) for part in re.split("[’-]", word.lower()))
    return max(1, groups - (groups > 1 and bool(_MUTE.search(word.lower()))))
