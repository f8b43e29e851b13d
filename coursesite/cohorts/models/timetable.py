from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models.cohort import Cohort, Enrolment
from coursesite.core.fields import PlainTextField


class Break(models.Model):
    """Days on which nothing is expected: of a whole cohort, or of one person."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="breaks")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="breaks")  # none: everybody
    starts_on = models.DateField(_("first day of the break"))
    ends_on = models.DateField(_("last day of the break"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohorts_break_ends_after_start",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"


class Extension(models.Model):
    """More time for one person, granted for a reason. None is ever changed; the latest day counts."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="extensions")
    until = models.DateField(_("until"))
    reason = PlainTextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["until"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "until"], name="cohorts_one_extension_a_day"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="cohorts_extension_has_a_reason", violation_error_message=_("Say why.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, {self.until:%Y-%m-%d}"
