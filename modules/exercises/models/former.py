from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FormerVersion(models.Model):
    """What an exercise asked until a new version took its place: those who were under way go on answering it."""

    exercise = models.ForeignKey("exercises.Exercise", models.CASCADE, related_name="former_versions")
    version = models.PositiveSmallIntegerField(_("version"))
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former version of an exercise")
        verbose_name_plural = _("former versions of exercises")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "version"],
                name="exercises_version_replaced_once",
                violation_error_message=_("This version was replaced already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} v{self.version}"
