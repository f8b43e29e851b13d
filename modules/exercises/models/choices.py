from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values


class ChoiceBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the choice"), max_length=300)
    right = blocks.BooleanBlock(label=_("To be ticked"), required=False)
    feedback_right = blocks.TextBlock(label=_("Said when it was rightly ticked or left"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it was wrongly ticked or left"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "tick"
        label = _("Choice")


class ChoicesExercise(Exercise):
    kind = Kind.CHOICES
    icon = "tick"
    menu_label = _("Tick")
    content_fields = ("choices",)

    choices = StreamField([("choice", ChoiceBlock())], verbose_name=_("choices"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("choices"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("multiple choice exercise")
        verbose_name_plural = _("multiple choice exercises")

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(value["key"], value["text"], bool(value["right"]), value["feedback_right"], value["feedback_wrong"])
            for value in values(self.choices)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        return {"choices": [("choice", choice) for choice in written_choices(entry)]}


def written_choices(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = ("text", "right", "feedback_right", "feedback_wrong")
    return [{"key": choice["id"], **{name: choice[name] for name in wanted}} for choice in entry["choice"]]
