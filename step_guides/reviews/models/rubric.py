"""Rubrics are versioned: a review keeps the one it was written with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import Kind


class Rubric(models.Model):
    kind = models.CharField(_("worksheet"), max_length=30, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"))
    level_names = models.JSONField(default=list)  # of the four levels, first to last

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="reviews_one_rubric_a_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.version}"


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=4)  # of the method: never shown
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("criterion"), max_length=120)
    question = models.TextField(_("question"), blank=True)
    starred = models.BooleanField(_("essential"), default=False)
    levels = models.JSONField(default=list)  # four texts, level 1 to 4

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["rubric", "position"]
        constraints = [models.UniqueConstraint(fields=["rubric", "code"], name="reviews_one_criterion_a_code")]

    def __str__(self) -> str:
        return self.name
