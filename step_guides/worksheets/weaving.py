"""Two texts woven into one, word by word, for a person to read."""

from __future__ import annotations

import difflib
import re

LONG = 1_500  # words; beyond, sentences are compared
SHARED = 0.3  # of the shorter text; below, the two are shown one after the other
_WORDS, _SENTENCES = re.compile(r"\s*\S+|\s+$"), re.compile(r"\s*[^\n.!?…]+[.!?…]*|\s*[.!?…]+|\s+$")  # with the space before them
Woven = list[tuple[str, str]]


def weave(old: str, new: str) -> Woven:
    """[("same" | "del" | "ins", text)]: without what is "ins" it is the old text, without what is "del" the new one."""
    pieces = _WORDS if max(len(text.split()) for text in (old, new)) <= LONG else _SENTENCES
    before, after = pieces.findall(old), pieces.findall(new)
    woven: Woven = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            woven.append(("same", "".join(before[a:b])))
            continue
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if gone and come and (space := _space(gone)) == _space(come) and space:
            woven.append(("same", space))
            gone, come = gone.removeprefix(space), come.removeprefix(space)
        woven += [(name, text) for name, text in (("del", gone), ("ins", come)) if text]
    same = sum(len(text.strip()) for how, text in woven if how == "same")
    if same < SHARED * min(len(old), len(new)):
        return [(name, text) for name, text in (("del", old), ("ins", new)) if text]
    return _joined(woven)


def _space(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _joined(woven: Woven) -> Woven:
    found: Woven = []
    for how, text in woven:
        if found and found[-1][0] == how:
            text = found.pop()[1] + text
        found.append((how, text))
    return found
