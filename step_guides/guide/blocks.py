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
