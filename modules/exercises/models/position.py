from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.competencies.models import CODE, Competency
from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Option
from modules.exercises.enums import Kind
from modules.exercises.kinds.position import NOW_ROUND, THEN, THEN_ROUND
from modules.exercises.models.base import Exercise, values

LEVELS = ("level_1", "level_2", "level_3", "level_4")


class StatementBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Statement"), max_length=300, help_text=_("Begins with “I”, and can be observed."))
    competency = blocks.CharBlock(
        label=_("Code of the competency"),
        max_length=6,
        required=False,
        validators=[CODE],
        help_text=_("As in the framework: EV1."),
    )
    key = key_block()

    class Meta:
        icon = "user"
        label = _("Statement")


class PositionExercise(Exercise):
    kind = Kind.POSITION
    icon = "user"
    menu_label = _("Place oneself")
    content_fields = ("statements",)
    link_fields = ("repeats", "retrospective")

    statements = StreamField([("statement", StatementBlock())], verbose_name=_("statements"), blank=True)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("asks again the statements of"),
        help_text=_("To show how far one has come. The statements above are then left empty."),
    )
    retrospective = models.BooleanField(
        _("asks each statement twice"), default=False, help_text=_("Now, then where one was at the beginning, as seen from now.")
    )

    panels = [
        *Exercise.identity_panels,
        FieldPanel("statements"),
        FieldPanel("repeats"),
        FieldPanel("retrospective"),
        *Exercise.feedback_panels,
    ]

    class Meta:
        verbose_name = _("self-position")
        verbose_name_plural = _("self-positions")

    def options(self) -> tuple[Option, ...]:
        """The four levels, in the words of the framework."""
        names = (str(Competency._meta.get_field(level).verbose_name) for level in LEVELS)
        return tuple(Option(str(number), name) for number, name in enumerate(names, 1))

    def items(self) -> tuple[Item, ...]:
        asked = values(self.repeats.statements if self.repeats else self.statements)
        now = tuple(self._item(value, value["key"], NOW_ROUND) for value in asked)
        return now + tuple(self._item(value, value["key"] + THEN, THEN_ROUND) for value in asked if self.retrospective)

    def _item(self, value: Any, key: str, place: int) -> Item:
        return Item(key, value["text"], "1", round=place, competency=value["competency"])

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        if code := entry.get("same_as"):
            return {"repeats": cls.objects.get(code=code), "retrospective": entry.get("retrospective", False)}
        statements = [{"key": one["id"], "text": one["text"], "competency": one["competency"]} for one in entry["position"]]
        return {"statements": [("statement", statement) for statement in statements]}
