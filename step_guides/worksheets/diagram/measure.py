"""Wrapping text without a font at hand: widths are estimated, on the wide side."""

from __future__ import annotations

_NARROW, _WIDE = set("iljtfr.,:;'’!|()[] "), set("mwMW@%œŒ—…")
SIZE = 13.0


def width(text: str, size: float = SIZE) -> float:
    return size * sum(0.36 if char in _NARROW else 0.92 if char in _WIDE else 0.7 if char.isupper() else 0.58 for char in text)


def wrap(text: str, room: float, size: float = SIZE) -> list[str]:
    """Lines no wider than `room`; a word that is wider is cut. A sign that goes with the word before it (« : ? ») stays with it."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while width(word, size) > room:
            cut = max(1, next((n for n in range(1, len(word)) if width(word[: n + 1], size) > room), len(word) - 1))
            lines += [line] * bool(line) + [word[:cut]]
            line, word = "", word[cut:]
        longer = f"{line} {word}" if line else word
        if width(longer, size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line or not lines else lines
