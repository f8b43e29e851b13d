from __future__ import annotations

import re
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from coursesite.organisations.enums import Sector


class TermQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)


class Term(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """A word of the method: what it means, what it is not, and how each sector says it."""

    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The end of its address, without accents or capitals.")
    )
    name = models.CharField(_("name"), max_length=80)
    variants = models.TextField(
        _("other forms"), blank=True, help_text=_("One a line: plural, other ways to say it. Search finds them.")
    )
    definition = models.TextField(_("definition"), max_length=1200)
    not_confused = models.TextField(_("not to be confused with"), max_length=800, blank=True)
    example = models.TextField(
        _("example"), max_length=800, blank=True, help_text=_("Fictional organisations only, and said to be.")
    )
    plain = models.TextField(_("in plain words"), max_length=300, blank=True, help_text=_("One short sentence, everyday words."))
    synonym_justice = models.CharField(_("word used in justice"), max_length=120, blank=True)
    synonym_childhood = models.CharField(_("word used in child protection"), max_length=120, blank=True)
    synonym_disability = models.CharField(_("word used in disability"), max_length=120, blank=True)
    module_numbers = models.CharField(
        _("modules"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^\d+(,\d+)*$", _("Numbers separated by commas: 0,2,3"))],
        help_text=_("Numbers of the modules that use the word, separated by commas: 0,2,3"),
    )
    related = ParentalManyToManyField("self", symmetrical=False, blank=True, verbose_name=_("see also"), related_name="+")
    source = models.CharField(_("source"), max_length=250, blank=True)

    objects = TermQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("variants"),
        index.SearchField("definition"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("glossary:term", args=[self.slug])

    @property
    def full_url(self) -> str:
        """The Wagtail admin links « live » to it."""
        return self.get_absolute_url()

    @property
    def variant_list(self) -> list[str]:
        return [line.strip() for line in self.variants.splitlines() if line.strip()]

    @property
    def modules(self) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", self.module_numbers)]

    @property
    def synonyms(self) -> list[tuple[str, str]]:
        """(sector in words, word used there)"""
        words = [
            (Sector.JUSTICE, self.synonym_justice),
            (Sector.CHILDHOOD, self.synonym_childhood),
            (Sector.DISABILITY, self.synonym_disability),
        ]
        return [(str(sector.label), word) for sector, word in words if word]

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "glossary/pages/term.html"

    def get_preview_context(self, request: object, mode_name: str) -> dict[str, object]:
        return {"term": self, "related": self.related.all()}
