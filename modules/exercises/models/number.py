from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from coursesite.core.errors import Invalid
from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item
from modules.exercises.enums import Kind
from modules.exercises.kinds.number import figure
from modules.exercises.models.base import Exercise, values


class NearBlock(blocks.StructBlock):
    value = blocks.DecimalBlock(label=_("Figure"))
    feedback = blocks.TextBlock(label=_("Said of it"), rows=2)

    class Meta:
        icon = "warning"
        label = _("A mistake often made")


class QuestionBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=300)
    options = blocks.ListBlock(
        blocks.CharBlock(max_length=60), label=_("Answers offered"), default=[], help_text=_("Nothing for a figure to give.")
    )
    answer = blocks.CharBlock(
        label=_("Right answer"), max_length=60, help_text=_("A figure (62,5), or one of the answers offered.")
    )
    tolerance = blocks.DecimalBlock(label=_("Accepted gap"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)
    feedback_right = blocks.TextBlock(label=_("Said when it is right"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it is not"), required=False, rows=2)
    near = blocks.ListBlock(NearBlock(), label=_("Mistakes often made"), default=[])
    key = key_block()

    class Meta:
        icon = "order"
        label = _("Question")


class NumberExercise(Exercise):
    kind = Kind.NUMBER
    icon = "order"
    menu_label = _("Compute")
    content_fields = ("questions",)

    questions = StreamField([("question", QuestionBlock())], verbose_name=_("questions"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("questions"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("exercise with figures")
        verbose_name_plural = _("exercises with figures")

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(
                value["key"],
                value["text"],
                value["answer"] if value["options"] else _figure(value["answer"], value["unit"]),
                value["feedback_right"],
                value["feedback_wrong"],
                unit=value["unit"],
                tolerance=Decimal(value["tolerance"] or 0),
                words=tuple(value["options"]),
                near=tuple((Decimal(one["value"]), one["feedback"]) for one in value["near"] if one["value"] is not None),
            )
            for value in values(self.questions)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        questions = [
            {
                "key": question["id"],
                "text": question["text"],
                "options": question.get("options", []),
                "answer": str(question["answer"]),
                "tolerance": Decimal(str(question.get("tolerance", 0))),
                "unit": question.get("unit", ""),
                "feedback_right": question["feedback_right"],
                "feedback_wrong": question["feedback_wrong"],
                "near": [{**one, "value": Decimal(str(one["value"]))} for one in question.get("near", [])],
            }
            for question in entry["question"]
        ]
        return {"questions": [("question", question) for question in questions]}


def _figure(text: str, unit: str) -> Decimal | str:
    """A draft may hold anything: `faults` says what is no figure."""
    try:
        return figure(text, unit)
    except Invalid:
        return text
