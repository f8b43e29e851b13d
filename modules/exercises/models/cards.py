from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from modules.exercises.content import Item, Option
from modules.exercises.enums import Kind
from modules.exercises.kinds.cards import AGAIN, KNOWN
from modules.exercises.models.base import Exercise, values
from modules.glossary.models import Term


class CardsExercise(Exercise):
    kind = Kind.CARDS
    icon = "copy"
    menu_label = _("Cards")
    content_fields = ("terms",)
    in_bank = False  # its terms live in the glossary

    terms = StreamField(
        [("term", SnippetChooserBlock("glossary.Term", label=_("Term")))], verbose_name=_("terms of the glossary"), blank=True
    )

    panels = [*Exercise.identity_panels, FieldPanel("terms"), *Exercise.feedback_panels]

    class Meta:
        verbose_name = _("cards of the glossary")
        verbose_name_plural = _("cards of the glossary")

    def options(self) -> tuple[Option, ...]:
        return (Option(KNOWN, str(_("I knew it"))), Option(AGAIN, str(_("To see again"))))

    def items(self) -> tuple[Item, ...]:
        """The terms as published today: a definition put right is right on the cards as well."""
        return tuple(
            Item(str(term.slug), term.name, KNOWN, feedback_right=term.not_confused, model=term.definition)
            for term in values(self.terms)
            if term is not None and term.live
        )

    @classmethod
    def written(cls, entry: Mapping[str, Any]) -> dict[str, Any]:
        found = Term.objects.in_bulk(entry["terms"], field_name="slug")
        return {"terms": [("term", found[slug]) for slug in entry["terms"]]}
