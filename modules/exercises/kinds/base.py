"""What every kind of exercise says of itself. A kind has no state: its methods are functions of a content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from coursesite.tracking.events import Interaction
from modules.exercises.content import Content, Item, Option
from modules.exercises.enums import Kind

BETWEEN, PAIR = "[,]", "[.]"  # as xAPI joins answers, and the two ends of a pair
Typed = Mapping[str, str]  # key of a field → what was typed in it; "" when left empty
Pairs = list[tuple[str, str]]  # value, label
MIXES = 5  # ways in which items are mixed, from one attempt to the next
Points = list[tuple[Item, int]]  # what each item earned, from 0 to `item.points`


def refused(message: str, *, code: str) -> Invalid:
    return Invalid(message, errors={"response": [message]}, code=code)


def unreadable() -> Invalid:
    return refused(_("This answer cannot be read."), code="malformed_response")


def changed() -> Invalid:
    message = _("This answer does not belong to this exercise: it may have changed. Reload the page.")
    return refused(message, code="unknown_item")


@dataclass(frozen=True)
class Piece:
    """A part of an exercise that is traced by itself: a statement to place oneself on, a question of a quiz."""

    key: str
    text: str
    interaction: Interaction
    said: str
    success: bool | None = None  # None: no answer is right


class Rules:
    kind: ClassVar[Kind]
    template: ClassVar[str]
    counts: ClassVar[bool] = True  # whether its points enter the score of the module
    is_judged: ClassVar[bool] = True  # whether an answer may be right or wrong at all
    is_once: ClassVar[bool] = False  # whether it is answered once and for all
    score_in_points: ClassVar[bool] = False  # rather than in right answers
    longest: ClassVar[int] = 40  # characters that one field may hold

    def fields(self, content: Content) -> Sequence[str]:
        """The keys of the fields of its form: one an item, unless a kind says otherwise."""
        return [item.key for item in content.items]

    def read(self, content: Content, given: Typed) -> Any:
        """The response that these fields give; only those filled in are `given`. Raises `Invalid` when it is none."""
        raise NotImplementedError

    def write(self, content: Content, response: Any) -> Typed:
        """The fields that would give this response."""
        raise NotImplementedError

    def field_of(self, item: Item) -> str:
        """The key of the field in which an item is answered."""
        return item.key

    def beside(self, item: Item) -> str:
        """The key of a second field of an item; "" for none."""
        return ""

    def offered(self, content: Content, number: int) -> Pairs:
        """What the list of each item of a round offers; nothing when the template makes its own controls."""
        return []

    def suggested(self, place: int) -> str:
        """What a list holds before anything is answered, for the item shown at this place."""
        return ""

    def judge(self, content: Content, response: object) -> Points:
        """What each item earned. Raises `Invalid` for what is not a whole answer."""
        raise NotImplementedError

    def interaction(self, content: Content) -> Interaction:
        """The exercise as xAPI sees it."""
        raise NotImplementedError

    def said(self, content: Content, response: Any) -> str | None:
        """The response in the format of the interaction; None when it may not leave (what somebody wrote)."""
        raise NotImplementedError

    def faults(self, content: Content) -> Iterator[str]:
        """What keeps a draft from being answered, said to its editor."""
        raise NotImplementedError

    def example(self, content: Content, *, right: bool) -> Any:
        """An answer all right, or all wrong, for the preview of an editor."""
        raise NotImplementedError

    def is_secret(self, content: Content) -> bool:
        """Whether what was right is kept for later."""
        return False

    def is_unfinished(self, content: Content, response: object) -> bool:
        """Whether this is the beginning of an answer, to be kept until the rest comes. Raises `Invalid` when it is none."""
        return False

    def details(self, content: Content, fields: Typed, *, answered: bool, before: Any) -> Any:
        """What only the form of this kind shows. `answered`: a whole answer was given; `before`: that to the exercise it repeats."""
        return None

    def button(self, *, answered: bool) -> str:
        """What the button of the form says."""
        return _("Check again") if answered else _("Check")

    def attempts_said(self, content: Content) -> str:
        """What is said of attempts, beside the button."""
        return _("As many attempts as you like: the best one counts.") if self.counts else _("Nothing is marked here.")

    def pieces(self, content: Content, response: Any) -> list[Piece] | None:
        """The parts that are traced one by one; None for an exercise traced as a whole."""
        return None

    def own_words(self, response: Any) -> list[str]:
        """What somebody wrote in a response: it is theirs, and goes with them."""
        return []

    def emptied(self, response: Any) -> Any:
        """The response without that."""
        return response

    def comment(self, item: Item, points: int, response: Any) -> str:
        """What is said of an item, once judged."""
        return item.feedback_right if points == item.points else item.feedback_wrong

    def shown(self, content: Content, turn: int = 0) -> list[Item]:
        """The items as a learner sees them after `turn` attempts: as written, unless mixing is fair."""
        return list(content.items)

    def arranged(self, content: Content, fields: Typed, turn: int) -> list[Item]:
        """The items in the order of what was answered, when an answer is an order."""
        return self.shown(content, turn)


def mixed(content: Content, turn: int = 0) -> list[Item]:
    """The same way for everybody at the same attempt, so that a page reads the same twice."""
    seed = f"{content.code}:{turn % MIXES}" if turn % MIXES else content.code
    return sorted(content.items, key=lambda item: (item.round, sha256(f"{seed}:{item.key}".encode()).digest()))


def choose_from(options: Iterable[Option]) -> Pairs:
    return [("", _("Choose…")), *((option.key, option.label) for option in options)]


def pairs(content: Content, response: object) -> dict[str, str]:
    """A response that gives each item an option. Raises `Invalid` unless it is one; it may be incomplete."""
    if not isinstance(response, dict) or not all(isinstance(value, str) for value in response.values()):
        raise unreadable()
    if not set(response) <= set(content.by_key) or not set(response.values()) <= set(content.option_keys):
        raise changed()
    return response


def keys(content: Content, response: object) -> list[str]:
    """A response that lists items. Raises `Invalid` unless each is one of the exercise, once."""
    if not isinstance(response, list) or not all(isinstance(key, str) for key in response):
        raise unreadable()
    if not set(response) <= set(content.by_key):
        raise changed()
    if len(set(response)) < len(response):
        raise refused(_("The same answer is given twice."), code="repeated_item")
    return response
