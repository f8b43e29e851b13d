"""How often a text seemed to name a person: a number by month, never its words nor who wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone

from coursesite.core.guard import LABELS, Found, places
from coursesite.core.models import WarningTally

MONTHS = 12  # shown


def count_named(model: type[Model], after: Iterable[object], before: Iterable[object] = ()) -> None:
    """Counts what the texts of `after` seem to say of a person and those of `before` did not; what is no text is passed over.

    Called by actions, in their transaction and near its end: the row of the month is held until then.
    """
    tally(model, named_anew(after, before))


def named_anew(after: Iterable[object], before: Iterable[object]) -> Counter[Found]:
    """Asks nothing of the database."""
    found = _seen(after)
    return found - _seen(before) if found else found


def tally(model: type[Model], found: Counter[Found]) -> None:
    month = timezone.localdate().replace(day=1)
    for kind in sorted(found):  # in one order, for whoever counts beside
        which = {"month": month, "model": model._meta.label_lower, "kind": kind}
        _tally, created = WarningTally.objects.get_or_create(**which, defaults={"times": found[kind]})
        if not created:
            WarningTally.objects.filter(**which).update(times=F("times") + found[kind])


def _seen(texts: Iterable[object]) -> Counter[Found]:
    return Counter(place.kind for text in texts if isinstance(text, str) for place in places(text))


@dataclass(frozen=True)
class Month:
    """`lines`: (what was written, what it seemed to hold, how many times)."""

    first: date
    lines: tuple[tuple[str, str, int], ...]

    @property
    def times(self) -> int:
        return sum(times for _written, _what, times in self.lines)


def months() -> list[Month]:
    """The newest first; those without a warning are not there. One query."""
    found: dict[date, list[tuple[str, str, int]]] = {}
    for tally in WarningTally.objects.order_by("-month", "model", "-times", "kind"):
        name = str(apps.get_model(tally.model)._meta.verbose_name_plural)
        found.setdefault(tally.month, []).append((name, str(LABELS[Found(tally.kind)]), tally.times))
    return [Month(first, tuple(lines)) for first, lines in list(found.items())[:MONTHS]]
