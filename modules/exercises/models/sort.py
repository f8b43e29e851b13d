from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Option
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values


class CardBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the card"), max_length=300)
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


class SortExercise(Exercise):
    kind = Kind.SORT
    icon = "folder-open-inverse"
    menu_label = _("Sort")
    content_fields = ("groups",)

    groups = StreamField([("category", CategoryBlock())], verbose_name=_("categories and their cards"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("groups"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("sorting exercise")
        verbose_name_plural = _("sorting exercises")

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value["key"], value["label"]) for value in values(self.groups))

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(card["key"], card["text"], value["key"], card["feedback_right"], card["feedback_wrong"], card["round"] or 1)
            for value in values(self.groups)
            for card in value["cards"]
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        wanted = ("text", "round", "feedback_right", "feedback_wrong")

        def cards(category: str) -> list[dict[str, Any]]:
            here = [card for card in entry["card"] if card["category"] == category]
            return [{"key": card["id"], **{name: card[name] for name in wanted}} for card in here]

        groups = [{"key": one["id"], "label": one["label"], "cards": cards(one["id"])} for one in entry["category"]]
        return {"groups": [("category", group) for group in groups]}
