"""Words of a kind of worksheet that editors changed: for everybody, or for one sector. Only those that differ from ours are here."""

from __future__ import annotations

from typing import Any, Self

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from coursesite.organisations.enums import Sector
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.kinds import spec_of

VARIANTS = tuple(one for one in Sector if one != Sector.OTHER)


class WordingQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(live=True)


class Wording(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One row a kind and sector, made with the site: nobody adds or deletes any. `texts`: {path of a word: text}, see `slots`."""

    kind = models.CharField(_("worksheet"), max_length=30, choices=Kind.choices, editable=False)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True, editable=False)
    texts = models.JSONField(_("words"), default=dict, blank=True)

    objects = WordingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("words of a worksheet")
        verbose_name_plural = _("words of the worksheets")
        constraints = [
            models.UniqueConstraint(fields=["kind", "sector"], name="worksheets_one_wording_a_kind_and_sector"),
            models.CheckConstraint(condition=Q(sector__in=["", *VARIANTS]), name="worksheets_wording_of_a_known_sector"),
        ]

    def __str__(self) -> str:
        title = str(spec_of(self.kind).title)
        return f"{title}, {Sector(self.sector).label}" if self.sector else title

    @admin.display(description=_("Words changed"))
    def changed(self) -> int:
        return len(self.texts)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        guided = [("start", _("The five questions"))] if self.kind == Kind.THEORY_OF_CHANGE else []
        hints = [] if self.sector else [("hints", _("The hints"))]
        return [("sheet", _("The worksheet")), *guided, *hints]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from step_guides.worksheets.presenters.trying import preview  # presenters read models

        return preview(request, self, mode_name)
