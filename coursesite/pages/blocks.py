from __future__ import annotations

from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from coursesite.pages.rich_text import FEATURES


class CardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)


class FigureBlock(blocks.StructBlock):
    """A picture, which says in words what it shows (or that it only decorates)."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/figure.html"


class SectionBlock(blocks.StructBlock):
    """A heading, a text, and cards side by side; the text or the cards may be left out."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES, required=False)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), default=[], help_text=_("Shown side by side where there is room."))

    class Meta:
        icon = "title"
        label = _("Section")
        template = "pages/_parts/_section.html"


class HelpPartBlock(blocks.StructBlock):
    """A part of a page of help. Screens of the site link to its anchor: changing one breaks their link."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    anchor = blocks.CharBlock(
        label=_("Anchor"),
        max_length=40,
        validators=[validate_slug],
        help_text=_(
            "The end of the address of this part, in small letters without accents. Screens link to it: better left as it is."
        ),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("Part")
        template = "pages/_parts/_help_part.html"
