"""What may be typed in one field of a row: each rule is called with a value and gives it back clean, or raises `Invalid`.

A field of a sheet, or of a table in it, keeps what its rule gives back as a string in one canonical form (« 12.5 », « 2027-01-31 »,
« learn,report »); `shown` says it to a person, `widget` names the control that asks for it (templates/worksheets/_parts/_control.html).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Protocol

from django.db.models import Choices
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from coursesite.core.dates import written
from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text

MOST_CHOSEN = 100


class Rule(Protocol):
    def __call__(self, value: object, *, name: str) -> Any: ...


class Written(Rule, Protocol):
    """A rule of a field whose value is kept as a string."""

    widget: ClassVar[str]

    def __call__(self, value: object, *, name: str) -> str: ...

    def shown(self, value: str) -> str: ...


def _refuse(name: str, message: str) -> Invalid:
    return Invalid(message, errors={name: [message]})


@dataclass(frozen=True)
class Text:
    """A text of a person. One line unless `lines`; `required` refuses the empty one. `rows` is the height of its box."""

    widget: ClassVar[str] = "text"

    limit: int = 20_000
    lines: bool = True
    required: bool = False
    rows: int = 4

    def __call__(self, value: object, *, name: str) -> str:
        text = clean_text("" if value is None else value, limit=self.limit, name=name)
        if not self.lines:
            text = re.sub(r"[ \t\n]+", " ", text)  # a no-break space stays what it is
        if self.required and not text:
            raise _refuse(name, _("Write a few words."))
        return text

    def shown(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class OneOf:
    """A value of an enumeration, or nothing when `blank`."""

    widget: ClassVar[str] = "choice"

    choices: type[Choices]
    blank: bool = False

    def __call__(self, value: object, *, name: str) -> str:
        if value in (None, "") and self.blank:
            return ""
        if not isinstance(value, str) or value not in self.choices.values:
            raise _refuse(name, _("Choose a value from the list."))
        return str(value)

    def shown(self, value: str) -> str:
        return str(self.choices(value).label) if value in self.choices.values else value


@dataclass(frozen=True)
class ManyOf:
    """Several values of an enumeration, « a,b » in the order of the enumeration. How many is a remark's business, not a refusal."""

    widget: ClassVar[str] = "many"

    choices: type[Choices]

    def __call__(self, value: object, *, name: str) -> str:
        asked = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        chosen = [one for one in asked if one != ""]
        if (value is not None and not isinstance(value, (str, list))) or any(one not in self.choices.values for one in chosen):
            raise _refuse(name, _("Choose values from the list."))
        return ",".join(one for one in self.choices.values if one in chosen)

    def shown(self, value: str) -> str:
        return ", ".join(str(self.choices(one).label) for one in value.split(",") if one in self.choices.values)


@dataclass(frozen=True)
class Number:
    """A number of at most `decimals` decimals, as French people write it (« 1 250,5 »), kept as « 1250.5 »; or nothing."""

    widget: ClassVar[str] = "number"

    low: int = 0
    high: int = 1_000_000_000
    decimals: int = 0

    def __call__(self, value: object, *, name: str) -> str:
        if value is None or isinstance(value, bool) or (isinstance(value, str) and not value.strip()):
            if isinstance(value, bool):
                raise _refuse(name, _("Write a number."))
            return ""
        typed = "".join(str(value).split()).replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
        try:
            found = Decimal(typed) if len(typed) <= 20 and typed.lstrip("-").replace(".", "", 1).isascii() else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or "e" in typed.lower():
            raise _refuse(name, _("Write a number."))
        if -int(found.normalize().as_tuple().exponent) > self.decimals:
            message = (
                _("Write a whole number.") if not self.decimals else _("%(count)d decimals at most.") % {"count": self.decimals}
            )
            raise _refuse(name, message)
        if not self.low <= found <= self.high:
            raise _refuse(
                name, _("From %(low)s to %(high)s.") % {"low": number_format(self.low), "high": number_format(self.high)}
            )
        return f"{found.normalize() + 0:f}"  # never « -0 »

    def shown(self, value: str) -> str:
        return number_format(Decimal(value), use_l10n=True) if value else ""


@dataclass(frozen=True)
class Scale:
    """One step of a short scale, from `low` to `high`, each with its word; or nothing."""

    widget: ClassVar[str] = "choice"

    choices: type[Choices]  # IntegerChoices

    def __call__(self, value: object, *, name: str) -> str:
        if value in (None, ""):
            return ""
        text = str(value)
        if isinstance(value, bool) or text not in {str(one) for one in self.choices.values}:
            raise _refuse(name, _("Choose a value from the list."))
        return text

    def shown(self, value: str) -> str:
        labels = {str(one): str(label) for one, label in self.choices.choices}
        return labels.get(value, value)


@dataclass(frozen=True)
class Day:
    """A day, kept as « 2027-01-31 », or nothing. Written « 31/01/2027 » too, where the browser has no calendar."""

    widget: ClassVar[str] = "day"

    def __call__(self, value: object, *, name: str) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if value not in (None, "") and not isinstance(value, str):
            raise _refuse(name, _("Write a date, for example 31/01/2027."))
        if not text:
            return ""
        day, _slash, rest = text.partition("/")
        month, _slash, year = rest.partition("/")
        iso = f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}" if rest else text
        try:
            found = date.fromisoformat(iso)
        except ValueError as error:
            raise _refuse(name, _("Write a date, for example 31/01/2027.")) from error
        if not 1900 <= found.year <= 2200:
            raise _refuse(name, _("Write a date, for example 31/01/2027."))
        return found.isoformat()

    def shown(self, value: str) -> str:
        return written(date.fromisoformat(value)) if value else ""


@dataclass(frozen=True)
class FromSource:
    """One thing that an upstream source holds, by its identifier; or nothing. Whether it holds it is looked at by the action."""

    widget: ClassVar[str] = "choice"

    source: str  # of `upstream.py`

    def __call__(self, value: object, *, name: str) -> str:
        return Uid()(value, name=name) if value not in (None, "") else ""

    def shown(self, value: str) -> str:
        """Nobody reads an identifier: `said` tells what it names."""
        return self.said(value, {})

    def said(self, value: str, names: Mapping[str, str]) -> str:
        """`names`: {identifier: label} of what may be chosen."""
        return ", ".join(names.get(uid) or _("(no longer there)") for uid in self.identifiers(value))

    def identifiers(self, value: str) -> list[str]:
        return [uid for uid in value.split(",") if uid]


@dataclass(frozen=True)
class ManyFromSource(FromSource):
    """Several things of an upstream source, « uid,uid » in one order whatever the order of the clicks."""

    widget: ClassVar[str] = "many"

    def __call__(self, value: object, *, name: str) -> str:
        asked = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        if (value is not None and not isinstance(value, (str, list))) or len(asked) > MOST_CHOSEN:
            raise _refuse(name, _("Choose values from the list."))
        return ",".join(sorted({Uid()(one, name=name) for one in asked if one != ""}))


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


def typed_freely(rules: Mapping[str, Rule]) -> list[str]:
    """The fields where people write as they like. In the others, an identifier may look like a telephone number."""
    return [name for name, rule in rules.items() if isinstance(rule, Text)]
