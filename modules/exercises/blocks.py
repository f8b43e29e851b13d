"""What the blocks of every kind are made from: a key that never changes once learners have answered."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

WIDTH = 80  # signs that a field of one line shows
BREAKS = re.compile(r"\s*[\r\n]+\s*")
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
    """A block with a short key. Left empty, the key is drawn once; a new wording keeps it, so past answers stay readable.

    A text too long for the width of the screen is written in a field that grows, and stays one line of text.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._long_lines():
            self.child_blocks[name].field.widget = AdminAutoHeightTextInput(attrs={"rows": 1})

    def _long_lines(self) -> list[str]:
        lines = ((name, block) for name, block in self.child_blocks.items() if isinstance(block, blocks.CharBlock))
        return [name for name, block in lines if (block.field.max_length or 0) > WIDTH]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        for name in self._long_lines():
            cleaned[name] = BREAKS.sub(" ", cleaned[name])
        if not cleaned["key"]:
            cleaned["key"] = secrets.token_hex(3)
        return cleaned
