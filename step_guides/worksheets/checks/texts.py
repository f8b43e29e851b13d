"""The words of a remark: a question, at the element it concerns, and why it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursesite.core.guard import LABELS, Found
from step_guides.worksheets.checks.remarks import Remark
from step_guides.worksheets.words import check_words


@dataclass(frozen=True)
class Said:
    """`found` names, for T25, what the text seems to hold."""

    remark: Remark
    title: str
    message: str
    why: str
    found: tuple[Any, ...] = ()

    @property
    def anchor(self) -> str:
        return self.remark.anchor


class _Blanks(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def say(remark: Remark) -> Said:
    words: Mapping[str, str] = check_words()[remark.code]
    found = tuple(LABELS[Found(one)] for one in remark.params.get("what", ()))
    return Said(remark, words["title"], words["message"].format_map(_Blanks(remark.params)), words["why"], found)
