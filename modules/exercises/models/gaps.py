from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.exercises.blocks import KeyedBlock, key_block
from modules.exercises.content import Item, Option, Passage
from modules.exercises.enums import Kind
from modules.exercises.kinds.gaps import GAP
from modules.exercises.models.base import Exercise, values


class SentenceBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Text"),
        max_length=500,
        rows=2,
        help_text=_("Write {g1} where a word is missing: the key of its gap, between braces."),
    )

    class Meta:
        icon = "pilcrow"
        label = _("Sentence")


class GapBlock(KeyedBlock):
    key = key_block()
    answer = blocks.CharBlock(
        label=_("The word that goes there"), max_length=120, help_text=_("Written as among the words offered.")
    )
    feedback_right = blocks.TextBlock(label=_("Said when it is rightly filled"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(label=_("Said when another word is there"), required=False, rows=2)

    class Meta:
        icon = "edit"
        label = pgettext_lazy("exercise", "Gap")


class WordBlock(KeyedBlock):
    text = blocks.CharBlock(label=_("Word, or group of words"), max_length=120)
    key = key_block()

    class Meta:
        icon = "tag"
        label = _("Word")


class GapsExercise(Exercise):
    kind = Kind.GAPS
    icon = "edit"
    menu_label = _("Fill in")
    content_fields = ("sentences", "gaps", "words")

    sentences = StreamField([("sentence", SentenceBlock())], verbose_name=_("sentences"), blank=True)
    gaps = StreamField([("gap", GapBlock())], verbose_name=_("gaps"), blank=True)
    words = StreamField([("word", WordBlock())], verbose_name=_("words offered"), blank=True)

    panels = [
        *Exercise.identity_panels,
        FieldPanel("sentences"),
        FieldPanel("gaps"),
        FieldPanel("words"),
        *Exercise.feedback_panels,
    ]

    class Meta:
        verbose_name = _("exercise with gaps")
        verbose_name_plural = _("exercises with gaps")

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(value["key"], value["text"]) for value in values(self.words))

    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage("", value["text"]) for value in values(self.sentences))

    def items(self) -> tuple[Item, ...]:
        """A gap is of the round of its sentence. The same word may be offered twice: either is right."""
        sentences = [value["text"] for value in values(self.sentences)]
        words = [(value["key"], value["text"].strip()) for value in values(self.words)]
        found = []
        for value in values(self.gaps):
            key, answer = value["key"], value["answer"].strip()
            fitting = [word for word, text in words if text == answer] or [answer]
            place = next((number for number, text in enumerate(sentences, 1) if key in GAP.findall(text)), 1)
            text = sentences[place - 1] if sentences else key
            shown = GAP.sub(lambda gap, key=key: "[…]" if gap[1] == key else "…", text)  # type: ignore[misc]
            said = value["feedback_right"], value["feedback_wrong"]
            found.append(Item(key, shown, fitting[0], *said, round=place, also=tuple(fitting[1:])))
        return tuple(found)

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        words = {f"{number}-{slugify(word)}"[:24].rstrip("-"): word for number, word in enumerate(entry["words"], 1)}
        wanted = ("answer", "feedback_right", "feedback_wrong")
        return {
            "sentences": [("sentence", {"text": sentence["text"]}) for sentence in entry["sentence"]],
            "gaps": [("gap", {"key": gap["id"], **{name: gap[name] for name in wanted}}) for gap in entry["gap"]],
            "words": [("word", {"key": key, "text": word}) for key, word in words.items()],
        }
