"""What may be printed: text that every bundled font together can draw, and that nothing hides or turns around."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coursesite.core.documents import missing_glyphs
from coursesite.core.errors import Invalid
from coursesite.core.fields import clean_text

LONGEST_NAME = 200
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(text: str, *, what: str, limit: int = LONGEST_NAME) -> str:
    """The text as it will be printed, in one line. Raises Invalid with a sentence that names the character."""
    text = " ".join(clean_text(text, limit=limit, name="name").split())
    if not text:
        raise Invalid(_("%(what)s is empty.") % {"what": what}, code="not_printable")
    for char in text:
        if unicodedata.category(char) in HIDDEN:
            code = f"U+{ord(char):04X}"
            raise Invalid(
                _("%(what)s holds an invisible character (%(code)s): correct it first.") % {"what": what, "code": code},
                code="not_printable",
            )
    if missing := missing_glyphs(text):
        message = _("%(what)s holds characters that the document cannot print: %(characters)s. Correct it first.")
        raise Invalid(message % {"what": what, "characters": " ".join(missing[:5])}, code="not_printable")
    return text


def texts(value: Any) -> Iterator[str]:
    """Every string inside a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
