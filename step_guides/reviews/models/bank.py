from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from step_guides.reviews.enums import ThreadKind


class BankRemark(models.Model):
    """A remark ready to be used, suggested beside some criteria."""

    text = models.CharField(_("remark"), max_length=300, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ThreadKind.choices, default=ThreadKind.QUESTION)
    criteria = models.JSONField(default=list, blank=True)  # codes
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("ready-made remark")
        verbose_name_plural = _("ready-made remarks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
