"""What an editor fills in: one block a card, step or choice, each with a key that never changes once learners have answered."""

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


class CardBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the card"), max_length=200)
    round = blocks.IntegerBlock(
        label=_("Round"), default=1, min_value=1, max_value=5, help_text=_("Cards of a same round are shown together.")
    )
    feedback_right = blocks.TextBlock(label=_("Said when the card is in its place"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it is elsewhere"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "doc-empty"
        label = _("Card")


class CategoryBlock(KeyedBlock):
    label = blocks.CharBlock(label=_("Name of the category"), max_length=80)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards that belong here"), min_num=1)
    key = key_block()

    class Meta:
        icon = "folder-open-inverse"
        label = _("Category")
        description = _("A category and the cards that belong to it. Learners see the cards mixed.")


class StepBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the step"), max_length=200)
    feedback = blocks.TextBlock(label=_("Said about its place"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "list-ol"
        label = _("Step")


class ChoiceBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the choice"), max_length=300)
    right = blocks.BooleanBlock(label=_("To be ticked"), required=False)
    feedback_right = blocks.TextBlock(label=_("Said when it was rightly ticked or left"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it was wrongly ticked or left"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "tick"
        label = _("Choice")
