"""What somebody leaves at the end of a lesson: notes for herself alone, and a word for those who write it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextField
from modules.progress.models.records import LearnerRecord


class Note(LearnerRecord):
    """Private: read by its writer alone, never traced, gone when she is erased. An empty one is no row."""

    LIMIT = 5_000

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="notes")
    unit = models.ForeignKey("catalogue.UnitPage", models.PROTECT, related_name="+")
    text = PlainTextField(_("notes"))
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "unit"],
                name="progress_one_note_a_lesson",
                violation_error_message=_("This lesson already has notes."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="progress_note_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.updated_at)


class Opinion(LearnerRecord):
    """Whether a lesson, as it stood at a revision, was useful. Those who write lessons read it without a name."""

    LIMIT = 600

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="opinions")
    unit = models.ForeignKey("catalogue.UnitPage", models.PROTECT, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", models.PROTECT, null=True, related_name="+")
    useful = models.BooleanField(_("useful"))
    comment = PlainTextField(_("comment"), blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion on a lesson")
        verbose_name_plural = _("opinions on lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "unit", "revision"],
                name="progress_one_opinion_a_revision",
                violation_error_message=_("Your opinion of this version is already there."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "unit"],
                condition=Q(revision=None),
                name="progress_one_opinion_without_revision",
                violation_error_message=_("Your opinion of this version is already there."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.at)


class ShortPathFollowed(LearnerRecord):
    """A module was followed by its short path. It is never thereby completed."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="short_paths")
    module = models.ForeignKey("catalogue.ModulePage", models.PROTECT, related_name="+")
    followed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("short path followed")
        verbose_name_plural = _("short paths followed")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                name="progress_short_path_followed_once",
                violation_error_message=_("This short path is already followed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.followed_at)
