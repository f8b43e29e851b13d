from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from coursesite.core.markdown import render
from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Passage
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values


class TextBlock(KeyedBlock):
    text = blocks.TextBlock(label=_("The text as it stands"), max_length=1200, rows=3)
    key = key_block()

    class Meta:
        icon = "edit"
        label = _("Text to write again")


class CheckBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("A question to ask one’s own text"), max_length=300)
    key = key_block()

    class Meta:
        icon = "tick"
        label = _("Question of self-check")


class RewriteExercise(Exercise):
    kind = Kind.REWRITE
    icon = "edit"
    menu_label = _("Rewrite")
    content_fields = ("texts", "checks", "answer")

    texts = StreamField([("text", TextBlock())], verbose_name=_("texts to write again"), blank=True)
    checks = StreamField([("check", CheckBlock())], verbose_name=_("questions of self-check"), blank=True)
    answer = models.TextField(
        _("our own version"), blank=True, help_text=_("What we would have written, and why. Shown once the learner has written.")
    )

    panels = [
        *Exercise.identity_panels,
        FieldPanel("texts"),
        FieldPanel("checks"),
        FieldPanel("answer"),
        *Exercise.feedback_panels,
    ]

    class Meta:
        verbose_name = _("rewriting exercise")
        verbose_name_plural = _("rewriting exercises")

    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(value["key"], value["text"]) for value in values(self.texts))

    def items(self) -> tuple[Item, ...]:
        """The questions of self-check, out of the rounds of the texts."""
        return tuple(Item(value["key"], value["text"], answer=True, round=0) for value in values(self.checks))

    def model(self) -> str:
        return render(self.answer)

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "texts": [("text", {"key": one["id"], "text": one["text"]}) for one in entry["passage"]],
            "checks": [("check", {"key": one["id"], "text": one["text"]}) for one in entry["check"]],
            "answer": entry["model"].strip(),
        }
