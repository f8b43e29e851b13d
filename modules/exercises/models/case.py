from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Passage
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values

NOWHERE = "?"  # no scene has this key
WORTH = [("0", _("0: to avoid")), ("1", _("1: may do")), ("2", _("2: the most solid"))]


class DecisionBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the decision"), max_length=400)
    points = blocks.ChoiceBlock(label=_("What it is worth"), choices=WORTH, default="0")
    goes = blocks.IntegerBlock(
        label=_("Number of the scene it leads to"),
        required=False,
        min_value=2,
        max_value=20,
        help_text=_("A later scene. Left empty, the case ends there."),
    )
    feedback = blocks.TextBlock(label=_("Said once it is decided"), required=False, rows=2)
    key = key_block()

    class Meta:
        icon = "arrow-right"
        label = _("Decision")


class SceneBlock(KeyedBlock):
    text = blocks.TextBlock(label=_("The situation"), max_length=1200, rows=4)
    decisions = blocks.ListBlock(DecisionBlock(), label=_("What may be decided"), min_num=2)
    key = key_block()

    class Meta:
        icon = "doc-full"
        label = _("Scene")
        description = _("A situation and what may be decided in it. The first one begins the case.")


class CaseExercise(Exercise):
    kind = Kind.CASE
    icon = "decimal"
    menu_label = _("Case")
    content_fields = ("scenes",)

    scenes = StreamField([("scene", SceneBlock())], verbose_name=_("scenes, numbered from 1"), blank=True)

    panels = [*Exercise.identity_panels, FieldPanel("scenes"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("case with decisions")
        verbose_name_plural = _("cases with decisions")

    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(scene["key"], scene["text"]) for scene in values(self.scenes))

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(
                decision["key"],
                decision["text"],
                int(decision["points"] or 0),
                decision["feedback"],
                decision["feedback"],
                round=number,
                points=max(int(one["points"] or 0) for one in scene["decisions"]),
                goes=self._scene(decision["goes"], after=number),
            )
            for number, scene in enumerate(values(self.scenes), 1)
            for decision in scene["decisions"]
        )

    def _scene(self, number: int | None, *, after: int) -> str:
        """The key of a later scene; nowhere for any other number."""
        if not number:
            return ""
        scenes = values(self.scenes)
        return scenes[number - 1]["key"] if after < number <= len(scenes) else NOWHERE

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        places = {scene["id"]: number for number, scene in enumerate(entry["scene"], 1)}

        def decisions(scene: str) -> list[dict[str, Any]]:
            here = [option for option in entry["option"] if option["scene"] == scene]
            return [
                {
                    "key": one["id"],
                    "text": one["text"],
                    "points": str(round(one["value"] * 2)),
                    "goes": places[one["next"]] if one["next"] else None,
                    "feedback": one["feedback"],
                }
                for one in here
            ]

        scenes = [{"key": one["id"], "text": one["text"], "decisions": decisions(one["id"])} for one in entry["scene"]]
        return {"scenes": [("scene", scene) for scene in scenes]}
