"""What an exercise asks, as plain values: what grading, forms and statements work on, and what may be kept in a cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from modules.exercises.enums import Kind

# A response as it is kept. Sort: card → category. Order: keys of the steps, first to last. Choices: keys ticked.
Response = Mapping[str, str] | list[str]


@dataclass(frozen=True)
class Category:
    key: str
    label: str


@dataclass(frozen=True)
class Item:
    """A card, a step or a choice. `answer`: the key of its category, its place from 1, or whether it is to be ticked."""

    key: str
    text: str
    answer: str | int | bool
    feedback_right: str = ""
    feedback_wrong: str = ""
    round: int = 1


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
    categories: tuple[Category, ...] = ()
    feedback_success: str = ""
    feedback_retry: str = ""
    revision: int | None = None  # the published revision this was read from
    by_key: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    shown: list[Item] = field(init=False, repr=False, compare=False)  # the items as a learner first sees them

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.items})
        object.__setattr__(self, "shown", self._mixed())

    @property
    def rounds(self) -> list[int]:
        return sorted({item.round for item in self.items})

    def _mixed(self) -> list[Item]:
        """Always the same way, never in the right order. Choices stay as they were written."""
        if self.kind == Kind.CHOICES:
            return list(self.items)
        mixed = sorted(self.items, key=lambda item: (item.round, sha256(f"{self.code}:{item.key}".encode()).digest()))
        if self.kind == Kind.ORDER and mixed == list(self.items):
            mixed = mixed[1:] + mixed[:1]
        return mixed
