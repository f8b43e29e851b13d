from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LearnerRecord(models.Model):
    """What a learner did. Only the actions of this room write it; nothing here is content that Wagtail refers to."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class AnswerRecord(LearnerRecord):
    """One answer to one exercise, as it was graded. None is ever changed or thrown away; the best counts."""

    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, null=True, related_name="+"
    )  # what was asked, as it stood
    op_id = models.UUIDField(unique=True)  # drawn by the page: the same answer sent twice is one attempt
    number = models.PositiveIntegerField()
    response = models.JSONField()
    raw = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()
    success = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Attempt(AnswerRecord):
    """An answer of a learner."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="attempts")
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="attempts")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "exercise", "number"],
                name="progress_attempts_numbered",
                violation_error_message=_("This attempt is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(raw__lte=F("maximum"), maximum__gte=1),
                name="progress_attempt_score_in_range",
                violation_error_message=_("A score lies between nothing and the maximum."),
            ),
            models.CheckConstraint(
                condition=Q(success=True, raw=F("maximum")) | Q(success=False, raw__lt=F("maximum")),
                name="progress_attempt_success_is_full_score",
                violation_error_message=_("An answer succeeds when nothing in it is wrong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raw}/{self.maximum}"


class BegunAnswer(LearnerRecord):
    """The beginning of an answer that is given in several times: where somebody is in a case."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="begun_answers")
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="+")
    response = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer begun")
        verbose_name_plural = _("answers begun")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "exercise"],
                name="progress_answer_begun_once",
                violation_error_message=_("This answer is already begun."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.at)


class UnitCompletion(LearnerRecord):
    """A lesson was read to its end."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="unit_completions")
    unit = models.ForeignKey("catalogue.UnitPage", models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lesson seen")
        verbose_name_plural = _("lessons seen")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "unit"],
                name="progress_unit_seen_once",
                violation_error_message=_("This lesson is already seen."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.seen_at)


class ModuleStart(LearnerRecord):
    """A module was begun. `traced` is the progress last told in a statement, `passed_at` when its exercises first reached the threshold."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="module_starts")
    module = models.ForeignKey("catalogue.ModulePage", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    version_at = models.DateTimeField(default=timezone.now, db_default=Now())  # its lessons are read as they stood then
    traced = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("module begun")
        verbose_name_plural = _("modules begun")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                name="progress_module_starts_once",
                violation_error_message=_("This module is already begun."),
            ),
            models.CheckConstraint(
                condition=Q(traced__lte=100),
                name="progress_traced_is_a_percentage",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.started_at)


class ModuleCompletion(LearnerRecord):
    """A module is complete. It stays so, whatever is added to the module later."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="module_completions")
    module = models.ForeignKey("catalogue.ModulePage", models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("module completed")
        verbose_name_plural = _("modules completed")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                name="progress_module_completes_once",
                violation_error_message=_("This module is already complete."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.completed_at)


class RequirementMet(LearnerRecord):
    """Something asked of her beyond lessons and exercises, that she alone does: "exit-survey:sent"."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="requirements_met")
    key = models.CharField(_("key"), max_length=60)
    met_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("requirement met")
        verbose_name_plural = _("requirements met")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "key"],
                name="progress_requirement_met_once",
                violation_error_message=_("This requirement is already met."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SharedRequirement(LearnerRecord):
    """Something that a module asks for beyond its lessons, said by the room that knows: "theory-of-change:saved".

    A sheet belongs to the organisation, so that whoever of it saves, it is met for all its learners, those to come included.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="shared_requirements")
    key = models.CharField(_("key"), max_length=60)
    met_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("requirement met together")
        verbose_name_plural = _("requirements met together")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="progress_shared_requirement_met_once",
                violation_error_message=_("This requirement is already met."),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Nudge(LearnerRecord):
    """Somebody who had gone quiet was written to: one row a message, so that no sweep sends it twice."""

    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="nudges")
    quiet_since = models.DateTimeField()  # what was done last, as it stood
    number = models.PositiveSmallIntegerField()  # within this silence
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("encouragement")
        verbose_name_plural = _("encouragements")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiet_since", "number"], name="progress_nudges_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="progress_nudges_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.at:%Y-%m-%d}"
