"""Text typed by people: plain, whole, and the same on every database."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from coursesite.core.errors import Invalid

# Control characters but tab and newline; marks that turn text around or hide it: kept out of names, labels and documents. The last two no XML
# can hold: one of them in one sheet, and the whole dossier could not be made.
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LONGEST = 20_000


def clean_text(text: object, *, limit: int = LONGEST, name: str = "text") -> str:
    """NFC, unix newlines, no control character, no lone surrogate, no bidirectional override, nothing that XML refuses. Raises `Invalid` (422)."""
    if not isinstance(text, str):
        raise Invalid(_("A text is expected."), errors={name: [_("A text is expected.")]})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Invalid(
            _("This text holds characters that cannot be stored."), errors={name: [_("Unreadable characters.")]}
        ) from error
    if REFUSED.search(text):
        raise Invalid(_("This text holds characters that cannot be stored."), errors={name: [_("Unreadable characters.")]})
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > limit:
        message = _("%(limit)d characters at most.") % {"limit": limit}
        raise Invalid(message, errors={name: [message]})
    return text


class PlainTextFormField(forms.CharField):
    """A text of a person, in a form."""

    def __init__(self, *, lines: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        self.one_line = lines == 1
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        if self.one_line:  # no browser types a line break here: a name of two lines would spread wherever it is shown
            text = re.sub(r"[\t\r\n]+", " ", text)
        try:
            return clean_text(text, limit=self.max_length or LONGEST)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error


class PlainTextField(models.TextField):
    """A text of a person, in a model. Cleaned by `clean_text` before it gets here."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(form_class=PlainTextFormField, lines=4, **kwargs)
