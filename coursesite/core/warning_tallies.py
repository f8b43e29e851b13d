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

MONTHS = 12  # shown at most
FEW = 5  # under it, no number is told


def count_named(model: type[Model], after: Iterable[object], before: Iterable[object] = ()) -> None:
    """Counts what the texts of `after` seem to say of persons more often than those of `before`; what is no text is passed over. Another
    name in place of a name is not counted, or each key typed would be; what is brought back is.

    Called by actions, once in their transaction and near its end: the row of the month is held until then.
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
        more = {"times": F("times") + found[kind]}
        if not WarningTally.objects.filter(**which).update(**more):
            _tally, created = WarningTally.objects.get_or_create(**which, defaults={"times": found[kind]})
            if not created:  # by another, in between
                WarningTally.objects.filter(**which).update(**more)


def _seen(texts: Iterable[object]) -> Counter[Found]:
    return Counter(place.kind for text in texts if isinstance(text, str) for place in places(text))


@dataclass(frozen=True)
class Month:
    """`lines`: (what was written, what it seemed to hold, how many times, or None for a few)."""

    first: date
    lines: tuple[tuple[str, str, int | None], ...]


def months() -> list[Month]:
    """The last months that are over and had a warning, the newest first. One query. The month that runs would tell, from one day to the next,
    when somebody wrote."""
    found: dict[date, list[tuple[str, str, int | None]]] = {}
    over = WarningTally.objects.filter(month__lt=timezone.localdate().replace(day=1))
    for row in over.order_by("-month", "model", "kind"):
        times = row.times if row.times >= FEW else None
        found.setdefault(row.month, []).append((_name(row.model), str(LABELS[Found(row.kind)]), times))
    return [Month(first, tuple(lines)) for first, lines in list(found.items())[:MONTHS]]


def _name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural)
    except LookupError:  # of a model that has another name since, or is gone
        return label
