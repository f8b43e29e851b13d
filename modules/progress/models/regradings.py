from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.progress.models.records import LearnerRecord


class Regrading(LearnerRecord):
    """« Recalculer »: after a wrong key was put right, the answers already given to an exercise are graded again. Who, when and why stay."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="regradings")
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, null=True, related_name="+"
    )  # the key it grades by, whatever is published meanwhile
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=250)
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)  # answers graded again
    changed = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)  # answers that today's exercise cannot read

    class Meta:
        verbose_name = _("new grading")
        verbose_name_plural = _("new gradings")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise"], condition=Q(done_at=None), name="progress_one_regrading_at_a_time",
                violation_error_message=_("The answers are being graded again already."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="progress_regrading_has_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reason


class RegradedAttempt(LearnerRecord):
    """What an answer had earned before it was graded again, and after."""

    regrading = models.ForeignKey(Regrading, models.CASCADE, related_name="attempts")
    attempt = models.ForeignKey("progress.Attempt", models.PROTECT, related_name="regraded")
    raw_before = models.PositiveSmallIntegerField()
    maximum_before = models.PositiveSmallIntegerField()
    raw = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("answer graded again")
        verbose_name_plural = _("answers graded again")
        constraints = [
            models.UniqueConstraint(fields=["regrading", "attempt"], name="progress_attempt_regraded_once_each_time"),
            models.CheckConstraint(
                condition=~Q(raw=F("raw_before")) | ~Q(maximum=F("maximum_before")), name="progress_regraded_means_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raw_before}/{self.maximum_before} → {self.raw}/{self.maximum}"
