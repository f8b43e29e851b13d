from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from coursesite.organisations.enums import Sector
from coursesite.pages.rich_text import FEATURES


class ExampleBlock(blocks.StructBlock):
    """What one organisation did at this step. Fictional ones say so, visibly."""

    sector = blocks.ChoiceBlock(label=_("Sector"), choices=Sector.choices)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    fictional = blocks.BooleanBlock(
        label=_("Fictional example"),
        required=False,
        default=True,
        help_text=_("Shows the mention « fictional example » above the text."),
    )

    class Meta:
        icon = "openquote"
        label = _("Example")
        template = "guide/_parts/_example.html"


class WordsBlock(blocks.StructBlock):
    """How a sector speaks at this step: what to say, what to avoid, whom not to forget."""

    sector = blocks.ChoiceBlock(label=_("Sector"), choices=Sector.choices)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "openquote"
        label = _("Words of a sector")
        template = "guide/_parts/_words.html"


class PrincipleBlock(blocks.StructBlock):
    """A principle as its authors wrote it, what we make of it, and the question one asks oneself."""

    short = blocks.CharBlock(label=_("In a few words"), max_length=80)
    quote = blocks.CharBlock(label=_("As it was written"), max_length=300, help_text=_("With its quotation marks."))
    explanation = blocks.TextBlock(label=_("Explanation"), max_length=900)
    question = blocks.CharBlock(label=_("Question one asks oneself"), max_length=160)
    examples = blocks.ListBlock(ExampleBlock(), label=_("Examples"))

    class Meta:
        icon = "success"
        label = _("Principle")
