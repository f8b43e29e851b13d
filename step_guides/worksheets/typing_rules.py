"""What may be typed in one field of a row: each rule is called with a value and gives it back clean, or raises `Invalid`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Choices
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text


class Rule(Protocol):
    def __call__(self, value: object, *, name: str) -> Any: ...


def _refuse(name: str, message: str) -> Invalid:
    return Invalid(message, errors={name: [message]})


@dataclass(frozen=True)
class Text:
    """A text of a person. One line unless `lines`; `required` refuses the empty one."""

    limit: int
    lines: bool = True
    required: bool = False

    def __call__(self, value: object, *, name: str) -> str:
        text = clean_text("" if value is None else value, limit=self.limit, name=name)
        if not self.lines:
            text = " ".join(text.split())
        if self.required and not text:
            raise _refuse(name, _("Write a few words."))
        return text


@dataclass(frozen=True)
class OneOf:
    """A value of an enumeration, or nothing when `blank`."""

    choices: type[Choices]
    blank: bool = False

    def __call__(self, value: object, *, name: str) -> str:
        if value in (None, "") and self.blank:
            return ""
        if not isinstance(value, str) or value not in self.choices.values:
            raise _refuse(name, _("Choose a value from the list."))
        return str(value)


@dataclass(frozen=True)
class YesNo:
    def __call__(self, value: object, *, name: str) -> bool:
        if isinstance(value, bool):
            return value
        if value in (None, "", "0", "false"):
            return False
        if value in ("1", "on", "true"):
            return True
        raise _refuse(name, _("Choose a value from the list."))


@dataclass(frozen=True)
class Level:
    """A whole number from `low` to `high`, or nothing."""

    low: int
    high: int

    def __call__(self, value: object, *, name: str) -> int | None:
        if value in (None, ""):
            return None
        digits = str(value).strip()
        if isinstance(value, (bool, float)) or not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
            raise _refuse(name, _("Choose a value from the list."))
        if not self.low <= int(digits) <= self.high:
            raise _refuse(name, _("Choose a value from the list."))
        return int(digits)


@dataclass(frozen=True)
class Uid:
    """The identifier of another row of the same sheet. Whether it exists is looked at by the action."""

    def __call__(self, value: object, *, name: str) -> str:
        from uuid import UUID

        try:
            return str(UUID(str(value)))
        except ValueError as error:
            raise _refuse(name, _("Choose an element from the list.")) from error
