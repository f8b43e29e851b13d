from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from step_guides.reviews.enums import Stage
from step_guides.reviews.models.thread import Comment
from step_guides.worksheets.models import Submission


class Reminder(models.Model):
    """Somebody was told that a version, or a question, waits: one row a message, so that no sweep sends it twice."""

    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="reminders")
    question = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="reminders")  # the first that nobody answered
    stage = models.CharField(max_length=10, choices=Stage.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, question=None) | Q(submission=None, question__isnull=False),
                name="reviews_reminder_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["submission", "stage", "person"],
                condition=Q(submission__isnull=False),
                name="reviews_one_reminder_of_a_version",
            ),
            models.UniqueConstraint(
                fields=["question", "stage", "person"],
                condition=Q(question__isnull=False),
                name="reviews_one_reminder_of_a_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}, {self.at:%Y-%m-%d}"
