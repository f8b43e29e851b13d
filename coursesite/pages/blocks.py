from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from coursesite.pages.rich_text import FEATURES


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)


class SectionBlock(blocks.StructBlock):
    """A heading, a text, and cards side by side; the text or the cards may be left out."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES, required=False)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), default=[], help_text=_("Shown side by side where there is room."))

    class Meta:
        icon = "title"
        label = _("Section")
        template = "pages/_parts/_section.html"
