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


class StepBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the step"), max_length=200)
    feedback = blocks.TextBlock(label=_("Said about its place"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "list-ol"
        label = _("Step")


class OrderExercise(Exercise):
    kind = Kind.ORDER
    icon = "list-ol"
    menu_label = _("Put in order")
    content_fields = ("steps",)

    steps = StreamField([("step", StepBlock())], verbose_name=_("steps, in the right order"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("steps"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("ordering exercise")
        verbose_name_plural = _("ordering exercises")

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(value["key"], value["text"], place, value["feedback"], value["feedback"])
            for place, value in enumerate(values(self.steps), 1)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        steps = [{"key": item["id"], "text": item["text"], "feedback": item["feedback"]} for item in entry["item"]]
        return {"steps": [("step", step) for step in steps]}
