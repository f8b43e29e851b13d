"""What an exercise asks, as plain values: what grading, forms and statements work on, and what may be kept in a cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Response = Any  # as it is kept, in JSON; each kind says its shape in `judge`


@dataclass(frozen=True)
class Option:
    """What an item may be given: a category, a match, a word, a defect, a level."""

    key: str
    label: str
    round: int = 0  # offered to the items of this round; 0: to all


@dataclass(frozen=True)
class Passage:
    """A text of the exercise: a sentence with gaps, a scene, something to write again, the title of a round. The items of its number
    as `round` go with it. `key` names its field, and is empty for what is only read."""

    key: str
    text: str


@dataclass(frozen=True)
class Item:
    """A card, a step, a choice, a question. `answer`: the key of its option, its place from 1, whether it is to be ticked, a figure."""

    key: str
    text: str
    answer: str | int | bool | Decimal
    feedback_right: str = ""
    feedback_wrong: str = ""
    round: int = 1
    also: tuple[str, ...] = ()  # other options that are right as well
    points: int = 1  # the most it may earn
    unit: str = ""  # of a figure
    tolerance: Decimal = Decimal(0)
    words: tuple[str, ...] = ()  # what a question offers instead of a figure
    goes: str = ""  # the scene it leads to; empty: the end
    model: str = ""  # what we would have written
    near: tuple[tuple[Decimal, str], ...] = ()  # wrong figures that are often given, and what is said of each
    competency: str = ""  # its code

    @property
    def accepted(self) -> tuple[str, ...]:
        return (str(self.answer), *self.also)


@dataclass(frozen=True)
class Content:
    pk: int
    code: str
    kind: str
    title: str
    statement: str  # clean HTML
    minutes: int
    version: int
    items: tuple[Item, ...]
    options: tuple[Option, ...] = ()
    passages: tuple[Passage, ...] = ()
    model: str = ""  # clean HTML: what we would have written
    repeats: int | None = None  # the exercise whose questions it asks again
    feedback_success: str = ""
    feedback_retry: str = ""
    revision: int | None = None  # the published revision this was read from
    by_key: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    option_keys: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.items})
        object.__setattr__(self, "option_keys", tuple(option.key for option in self.options))

    @property
    def rounds(self) -> list[int]:
        return sorted({item.round for item in self.items} | set(range(1, len(self.passages) + 1)))

    def options_of(self, number: int) -> list[Option]:
        """What the items of a round are offered."""
        return [option for option in self.options if option.round in (0, number)]
