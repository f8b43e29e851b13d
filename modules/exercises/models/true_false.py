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


class AssertionBlock(KeyedBlock):
    text = blocks.TextBlock(label=_("Assertion"), max_length=400, rows=2)
    right = blocks.BooleanBlock(label=_("It is true"), required=False)
    model = blocks.TextBlock(
        label=_("The reason we would give"), required=False, rows=2, help_text=_("Shown once it is answered.")
    )
    feedback_right = blocks.TextBlock(label=_("Said when it is rightly judged"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it is not"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "openquote"
        label = _("Assertion")


class TrueFalseExercise(Exercise):
    kind = Kind.TRUE_FALSE
    icon = "openquote"
    menu_label = _("True or false")
    content_fields = ("assertions",)

    assertions = StreamField([("assertion", AssertionBlock())], verbose_name=_("assertions"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("assertions"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("true or false exercise")
        verbose_name_plural = _("true or false exercises")

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(
                value["key"],
                value["text"],
                bool(value["right"]),
                value["feedback_right"],
                value["feedback_wrong"],
                model=value["model"],
            )
            for value in values(self.assertions)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        wanted = ("text", "right", "model", "feedback_right", "feedback_wrong")
        assertions = [{"key": one["id"], **{name: one[name] for name in wanted}} for one in entry["assertion"]]
        return {"assertions": [("assertion", assertion) for assertion in assertions]}
