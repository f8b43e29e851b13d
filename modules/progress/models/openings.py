from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModuleOpening(models.Model):
    """The day from which a cohort reads a module. A module without one is open from the beginning."""

    wagtail_reference_index_ignore = True

    cohort = models.ForeignKey("cohorts.Cohort", models.CASCADE, related_name="module_openings")
    module = models.ForeignKey("catalogue.ModulePage", models.CASCADE, related_name="+")
    opens_on = models.DateField(_("opens on"))

    class Meta:
        verbose_name = _("opening of a module")
        verbose_name_plural = _("openings of modules")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "module"],
                name="progress_one_opening_a_cohort_and_module",
                violation_error_message=_("This module already has a day in this cohort."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on:%Y-%m-%d}"
