"""What the exit survey asks, from `seeds/exit.toml`. No answer is right, and every question may be passed.

Answers are kept under the ids of items and the places of their choices: in the file, these never change.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "seeds" / "exit.toml"


@dataclass(frozen=True)
class Question:
    """`choices` in order, empty for words of one's own, `limit` characters at most."""

    id: str
    text: str
    choices: tuple[str, ...] = ()
    limit: int = 0

    @property
    def is_open(self) -> bool:
        return not self.choices


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]
    tracks: frozenset[str]  # empty: all


@dataclass(frozen=True)
class Survey:
    code: str
    title: str
    intro: str
    notice: str
    minutes: int
    thanks: str
    pass_label: str
    sections: tuple[Section, ...]

    def sections_for(self, track: str) -> list[Section]:
        return [one for one in self.sections if not one.tracks or track in one.tracks]

    def questions_for(self, track: str) -> dict[str, Question]:
        return {question.id: question for section in self.sections_for(track) for question in section.questions}


@cache
def exit_survey() -> Survey:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    scales = {one["id"]: tuple(one["labels"]) for one in told["scale"]}

    def question(item: dict[str, Any]) -> Question:
        choices = scales[item["scale"]] if item["kind"] == "scale" else tuple(item.get("options", ()))
        return Question(item["id"], item["text"], choices, item.get("max_length", 0))

    sections = tuple(
        Section(
            one["title"],
            tuple(question(item) for item in told["item"] if item["section"] == one["id"]),
            frozenset(one.get("tracks", ())),
        )
        for one in told["section"]
    )
    return Survey(**told["survey"], sections=sections)
