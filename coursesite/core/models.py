from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coursesite.core.guard import Found
from coursesite.core.leasing import LeasedRow


class Outbox(LeasedRow):
    """An effect promised by an action: a mail, a PDF, a signature. See `coursesite.core.outbox`."""

    key = models.CharField(_("key"), max_length=200, unique=True)  # names the effect: "mail:reviews.returned:<review>:<person>"
    kind = models.CharField(_("kind"), max_length=40)  # finds the handler; an unknown kind stays where it is
    payload = models.JSONField(_("payload"), default=dict)  # ids and a format number "v"; no personal text

    class Meta(LeasedRow.Meta):
        verbose_name = _("promised effect")
        verbose_name_plural = _("promised effects")

    def __str__(self) -> str:
        return self.key


class WarningTally(models.Model):
    """How many passages written in a month seemed to name a person. A day, with few people, would tell who wrote."""

    month = models.DateField(_("month"))  # its first day
    model = models.CharField(_("where"), max_length=80)  # of the text: "worksheets.worksheet"
    kind = models.CharField(_("what"), max_length=20, choices=[(kind.value, kind.value) for kind in Found])
    times = models.PositiveIntegerField(_("how many"))

    class Meta:
        verbose_name = _("warnings about persons")
        verbose_name_plural = _("warnings about persons")
        constraints = [
            models.UniqueConstraint(fields=["month", "model", "kind"], name="core_warningtally_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="core_warningtally_month"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Found]), name="core_warningtally_kind"),
            models.CheckConstraint(condition=Q(times__gt=0), name="core_warningtally_times"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.model} {self.kind}"
