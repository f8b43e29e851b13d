from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.competencies.models import CODE
from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Option
from modules.exercises.enums import Kind
from modules.exercises.models.base import Exercise, values


class AnswerBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Text of the choice"), max_length=300)
    right = blocks.BooleanBlock(label=_("The right one"), required=False)
    key = key_block()

    class Meta:
        icon = "tick"
        label = _("Choice")


class QuestionBlock(KeyedBlock):
    text = blocks.TextBlock(label=_("Question"), max_length=600, rows=2)
    choices = blocks.ListBlock(AnswerBlock(), label=_("Choices, one of them right"), min_num=2)
    feedback = blocks.TextBlock(label=_("Said after the quiz that repeats this one"), required=False, rows=3)
    competency = blocks.CharBlock(
        label=_("Code of the competency"),
        max_length=6,
        required=False,
        validators=[CODE],
        help_text=_("As in the framework: EV1."),
    )
    key = key_block()

    class Meta:
        icon = "help"
        label = _("Question")


class QuizExercise(Exercise):
    kind = Kind.QUIZ
    icon = "help"
    menu_label = _("Quiz")
    content_fields = ("questions",)
    link_fields = ("repeats",)

    questions = StreamField([("question", QuestionBlock())], verbose_name=_("questions"), blank=True)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("asks again the questions of"),
        help_text=_(
            "The questions above are then left empty. What was right is shown after this quiz, and never after the other."
        ),
    )

    panels = [*Exercise.identity_panels, FieldPanel("questions"), FieldPanel("repeats"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("quiz answered once")
        verbose_name_plural = _("quizzes answered once")

    def _asked(self) -> list[Any]:
        return values(self.repeats.questions if self.repeats else self.questions)

    def options(self) -> tuple[Option, ...]:
        return tuple(
            Option(choice["key"], choice["text"], number)
            for number, question in enumerate(self._asked(), 1)
            for choice in question["choices"]
        )

    def items(self) -> tuple[Item, ...]:
        return tuple(
            Item(
                question["key"],
                question["text"],
                _only([choice["key"] for choice in question["choices"] if choice["right"]]),
                question["feedback"],
                question["feedback"],
                round=number,
                competency=question["competency"],
            )
            for number, question in enumerate(self._asked(), 1)
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        if code := entry.get("same_as"):
            return {"repeats": cls.objects.get(code=code)}

        def choices(question: Mapping[str, Any]) -> list[dict[str, Any]]:
            return [{"key": one["id"], "text": one["text"], "right": one["right"]} for one in question["choice"]]

        wanted = ("text", "competency", "feedback")
        questions = [
            {"key": one["id"], **{name: one[name] for name in wanted}, "choices": choices(one)} for one in entry["question"]
        ]
        return {"questions": [("question", question) for question in questions]}


def _only(right: list[str]) -> str:
    """The one right choice; no key at all when there is none, or several."""
    return right[0] if len(right) == 1 else ""
