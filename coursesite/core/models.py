from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

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
