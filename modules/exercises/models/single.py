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


class AnswerBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the choice"), max_length=300)
    right = blocks.BooleanBlock(label=_("The right one"), required=False)
    feedback = blocks.TextBlock(label=_("Said when it was chosen"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "radio-full"
        label = _("Choice")


class SingleExercise(Exercise):
    kind = Kind.SINGLE
    icon = "radio-full"
    menu_label = _("Choose")
    content_fields = ("answers",)

    answers = StreamField([("answer", AnswerBlock())], verbose_name=_("choices, one of them right"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("answers"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("single choice exercise")
        verbose_name_plural = _("single choice exercises")

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(value["key"], value["text"], bool(value["right"]), value["feedback"], value["feedback"])
            for value in values(self.answers)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        answers = [
            {
                "key": choice["id"],
                "text": choice["text"],
                "right": choice["right"],
                "feedback": choice["feedback_right" if choice["right"] else "feedback_wrong"],
            }
            for choice in entry["choice"]
        ]
        return {"answers": [("answer", answer) for answer in answers]}
