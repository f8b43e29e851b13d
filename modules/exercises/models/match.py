from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Option, Passage
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values


class MatchedBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the item"), max_length=300)
    also = blocks.ListBlock(blocks.CharBlock(max_length=120), label=_("Also goes with (their names)"), default=[])
    feedback_right = blocks.TextBlock(label=_("Said when it is rightly matched"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when it is matched with another"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "doc-empty"
        label = _("Item")


class TargetBlock(KeyedBlock):
    label = blocks.CharBlock(label=_("What is offered"), max_length=120)
    round = blocks.IntegerBlock(
        label=_("Round"),
        default=1,
        min_value=1,
        max_value=5,
        help_text=_("Items are matched with what is offered in their round."),
    )
    items = blocks.ListBlock(MatchedBlock(), label=_("Items that go with it"), default=[])
    key = key_block()

    class Meta:
        icon = "link"
        label = _("Match")
        description = _("One thing that is offered, and the items that go with it; none, and it is there to mislead.")


class MatchExercise(Exercise):
    kind = Kind.MATCH
    icon = "link"
    menu_label = pgettext_lazy("menu", "Match")
    content_fields = ("targets", "titles")

    targets = StreamField([("target", TargetBlock())], verbose_name=_("what is offered, and what goes with it"), blank=True)
    titles = models.TextField(_("titles of the rounds"), blank=True, help_text=_("One a line, when there are several."))

    panels = [*Exercise.identity_panels, FieldPanel("targets"), FieldPanel("titles"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("matching exercise")
        verbose_name_plural = _("matching exercises")

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value["key"], value["label"], value["round"] or 1) for value in values(self.targets))

    def items(self) -> tuple[Item, ...]:
        keys = {name: value["key"] for value in values(self.targets) for name in (value["label"], value["key"])}
        return tuple(
            Item(
                item["key"],
                item["text"],
                value["key"],
                item["feedback_right"],
                item["feedback_wrong"],
                round=value["round"] or 1,
                also=tuple(keys.get(name, name) for name in item["also"]),
            )
            for value in values(self.targets)
            for item in value["items"]
        )

    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage("", title.strip()) for title in self.titles.splitlines() if title.strip())

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        def items(target: str) -> list[dict[str, Any]]:
            here = [item for item in entry["item"] if item["targets"][0] == target]
            wanted = ("text", "feedback_right", "feedback_wrong")
            return [{"key": item["id"], "also": item["targets"][1:], **{name: item[name] for name in wanted}} for item in here]

        targets = [
            {"key": one["id"], "label": one["label"], "round": one.get("round", 1), "items": items(one["id"])}
            for one in entry["target"]
        ]
        return {"targets": [("target", target) for target in targets], "titles": "\n".join(entry.get("round_titles", []))}
