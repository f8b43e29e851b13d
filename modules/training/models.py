"""How those who train are trained themselves: a track of lessons of their own, and what each has done of it.

Its pages are not those of the course: no list, search or progress of participants meets them.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from coursesite.pages.rich_text import FEATURES
from modules.catalogue.models import LessonFields
from modules.progress.models import AnswerRecord, LearnerRecord


class TrainerTrackPage(Page):
    """The track of trainers: its lessons, and what proves besides them that somebody is ready."""

    public = False

    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intro = models.TextField(_("introduction"), blank=True)
    proofs = RichTextField(_("what proves it besides"), features=FEATURES, blank=True)

    template = "training/pages/track.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["training.TrainerLessonPage"]
    max_count = 1
    exclude_fields_in_copy = ["trace_id"]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("proofs")]

    class Meta:
        verbose_name = _("track of trainers")
        verbose_name_plural = _("tracks of trainers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from modules.training.queries import lessons_of

        return {**super().get_context(request, *args, **kwargs), "lessons": lessons_of(request.user)}


class TrainerLessonPage(LessonFields, Page):
    """A lesson for those who train."""

    public = False

    template = "training/pages/lesson.html"
    parent_page_types = ["training.TrainerTrackPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["trace_id"]
    content_panels = [*Page.content_panels, *LessonFields.panels_of_a_lesson]

    class Meta:
        verbose_name = _("lesson for trainers")
        verbose_name_plural = _("lessons for trainers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from modules.training.lessons import shown_to

        return {**super().get_context(request, *args, **kwargs), **shown_to(request, self)}


class TrainerReading(LearnerRecord):
    """A lesson was read to its end by somebody who trains."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trainer_readings")
    lesson = models.ForeignKey(TrainerLessonPage, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lesson read by a trainer")
        verbose_name_plural = _("lessons read by trainers")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson"],
                name="training_lesson_seen_once",
                violation_error_message=_("This lesson is already seen."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.seen_at)


class TrainerAnswer(AnswerRecord):
    """An answer of somebody who trains."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trainer_answers")
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer of a trainer")
        verbose_name_plural = _("answers of trainers")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "exercise", "number"],
                name="training_answers_numbered",
                violation_error_message=_("This attempt is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(raw__lte=F("maximum"), maximum__gte=1),
                name="training_answer_score_in_range",
                violation_error_message=_("A score lies between nothing and the maximum."),
            ),
            models.CheckConstraint(
                condition=Q(success=True, raw=F("maximum")) | Q(success=False, raw__lt=F("maximum")),
                name="training_answer_success_is_full_score",
                violation_error_message=_("An answer succeeds when nothing in it is wrong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raw}/{self.maximum}"


class TrainerBegunAnswer(LearnerRecord):
    """The beginning of an answer that is given in several times."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="+")
    response = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer begun by a trainer")
        verbose_name_plural = _("answers begun by trainers")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "exercise"],
                name="training_answer_begun_once",
                violation_error_message=_("This answer is already begun."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.at)
