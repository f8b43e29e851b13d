"""What a module asks for beyond its lessons and exercises: worksheets saved, and in accompanied tracks validated by a trainer.

The rooms above say when one is.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from modules.catalogue.enums import WorksheetKind

SAVED, VALIDATED = ":saved", ":validated"
TO_VALIDATE = (WorksheetKind.THEORY_OF_CHANGE, WorksheetKind.PRIORITIES)  # the others are only read


def saved(kind: str) -> str:
    """The key under which the saving of a kind of worksheet is kept."""
    return f"{kind}{SAVED}"


def validated(kind: str) -> str:
    """The key under which a trainer's agreement on it is kept."""
    return f"{kind}{VALIDATED}"


def asked(keys: Iterable[str], *, accompanied: bool) -> tuple[str, ...]:
    """Of a module's keys, those that this learner has to meet: nobody validates a worksheet in autonomy."""
    return tuple(key for key in keys if accompanied or not key.endswith(VALIDATED))


def label(key: str) -> str:
    """What is left to do, in words; "" for a key that nobody asks for any longer."""
    return _labels().get(key, "")


def choices() -> list[tuple[str, str]]:
    """One for each kind of worksheet, in the order of the course, then those that only accompanied cohorts are asked."""
    words = _("%(what)s (cohorts with trainers only)")
    return [(key, words % {"what": text} if key.endswith(VALIDATED) else text) for key, text in _labels().items()]


def _labels() -> dict[str, str]:
    to_save = {
        saved(kind): _("Save the worksheet “%(worksheet)s”") % {"worksheet": WorksheetKind(kind).label}
        for kind in WorksheetKind.values
    }
    to_validate = {
        validated(kind): _("Have the worksheet “%(worksheet)s” validated by a trainer") % {"worksheet": kind.label}
        for kind in TO_VALIDATE
    }
    return to_save | to_validate
