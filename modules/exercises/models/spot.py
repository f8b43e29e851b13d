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
from modules.exercises.kinds.spot import ON_THE_WHOLE, SOUND
from modules.exercises.models.base import Exercise, values


class DefectBlock(KeyedBlock):
    label = blocks.CharBlock(label=_("Name of the defect"), max_length=120)
    key = key_block()

    class Meta:
        icon = "warning"
        label = _("Defect")


class LineBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the line"), max_length=300)
    defects = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        label=_("Its defect"),
        default=[],
        help_text=_("By its name; nothing for a line that is sound. Several: each is accepted."),
    )
    whole = blocks.BooleanBlock(label=_("Said of the text as a whole"), required=False)
    feedback_right = blocks.TextBlock(label=_("Said when it is rightly judged"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it is not"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "pilcrow"
        label = _("Line")


class SpotExercise(Exercise):
    kind = Kind.SPOT
    icon = "search"
    menu_label = _("Find")
    content_fields = ("lines", "defects")

    defects = StreamField([("defect", DefectBlock())], verbose_name=_("defects to find"), blank=True)
    lines = StreamField([("line", LineBlock())], verbose_name=_("lines of the text"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("defects"), FieldPanel("lines"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("exercise with defects")
        verbose_name_plural = _("exercises with defects")

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value["key"], value["label"]) for value in values(self.defects))

    def items(self) -> tuple[Item, ...]:
        keys = {name: value["key"] for value in values(self.defects) for name in (value["label"], value["key"])}
        found = []
        for value in values(self.lines):
            accepted = [keys.get(name, name) for name in value["defects"]] or [SOUND]
            said = value["feedback_right"], value["feedback_wrong"]
            number = ON_THE_WHOLE if value["whole"] else 1
            found.append(Item(value["key"], value["text"], accepted[0], *said, round=number, also=tuple(accepted[1:])))
        return tuple(found)

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        wanted = ("text", "defects", "feedback_right", "feedback_wrong")
        lines = [
            {"key": line["id"], "whole": line.get("whole", False), **{name: line[name] for name in wanted}}
            for line in entry["line"]
        ]
        return {
            "defects": [("defect", {"key": one["id"], "label": one["label"]}) for one in entry["defect"]],
            "lines": [("line", line) for line in lines],
        }
