"""What the blocks of every kind are made from: a key that never changes once learners have answered."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

KEY = RegexValidator(r"^[a-z0-9_-]{1,24}\Z", _("Lower-case letters, digits, hyphen and underscore only, 24 at most."))


def key_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Key"),
        required=False,
        max_length=24,
        validators=[KEY],
        help_text=_("Given by itself when left empty. Do not change it: past answers are kept under it."),
    )


class KeyedBlock(blocks.StructBlock):
    """A block with a short key. Left empty, the key is drawn once; a new wording keeps it, so past answers stay readable."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["key"]:
            cleaned["key"] = secrets.token_hex(3)
        return cleaned
