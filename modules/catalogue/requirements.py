"""What a module asks for beyond its lessons and exercises: worksheets saved. The rooms above say when one is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from modules.catalogue.enums import WorksheetKind

END = ":saved"


def saved(kind: str) -> str:
    """The key under which the saving of a kind of worksheet is kept."""
    return f"{kind}{END}"


def label(key: str) -> str:
    """What is left to do, in words; "" for a key that nobody asks for any longer."""
    kind = key.removesuffix(END)
    if kind not in WorksheetKind.values or key != saved(kind):
        return ""
    return _("Save the worksheet “%(worksheet)s”") % {"worksheet": WorksheetKind(kind).label}


def choices() -> list[tuple[str, str]]:
    """One for each kind of worksheet, in the order of the course."""
    return [(saved(kind), label(saved(kind))) for kind in WorksheetKind.values]
