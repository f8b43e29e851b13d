"""What a lesson is made of. No raw HTML: text keeps to headings, bold, italic, lists and links."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from coursesite.organisations.enums import Sector
from coursesite.pages.blocks import FigureBlock
from modules.catalogue.enums import WorksheetKind
from modules.exercises.chooser import ExerciseChooserBlock

TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
SHORT = ["bold", "italic", "ol", "ul", "link"]
ROWS = RegexValidator(r"^[a-z_]+(,[a-z_]+)*\Z", _("Names of rows, separated by commas: title,impact,outcome."))


class KeyPointsBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT)

    class Meta:
        icon = "pin"
        label = _("To remember")
        template = "blocks/key_points.html"


class ExampleBlock(blocks.StructBlock):
    sector = blocks.ChoiceBlock(label=_("Sector"), choices=Sector.choices, default=Sector.JUSTICE)
    text = blocks.RichTextBlock(
        label=_("Text"), features=SHORT, help_text=_("An organisation that does not exist, followed by “(fictional example)”.")
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "sector_label": Sector(value["sector"]).label}

    class Meta:
        icon = "openquote"
        label = _("Example")
        template = "blocks/example.html"


class PromptValue(blocks.StructValue):
    @property
    def first_row(self) -> str:
        return (self.get("rows") or "").split(",")[0]


class WorksheetPromptBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("What to write now"), features=SHORT)
    minutes = blocks.IntegerBlock(label=_("Minutes"), default=10, min_value=1, max_value=120)
    worksheet = blocks.ChoiceBlock(label=_("Worksheet"), choices=WorksheetKind.choices, default=WorksheetKind.THEORY_OF_CHANGE)
    rows = blocks.CharBlock(
        label=_("Rows"), required=False, max_length=200, validators=[ROWS], help_text=_("The worksheet opens at the first one.")
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "worksheet_label": WorksheetKind(value["worksheet"]).label}

    class Meta:
        icon = "edit"
        label = _("In your worksheet")
        template = "blocks/worksheet_prompt.html"
        value_class = PromptValue


class LessonBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT, template="blocks/text.html")
    key_points = KeyPointsBlock()
    example = ExampleBlock()
    figure = FigureBlock()
    exercise = ExerciseChooserBlock(label=_("Exercise"), required=True)
    worksheet_prompt = WorksheetPromptBlock()
