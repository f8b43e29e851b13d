from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyAnswer(models.Model):
    """What one person answered, without anything that leads to her: neither her enrolment nor a date, and an identifier that says no order;
    a group is written anew with each answer. That she has answered is a requirement met, kept elsewhere with its day. `group`: answers of a cohort are read five at a time, never one."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.SlugField(_("survey"), max_length=20)
    cohort = models.ForeignKey("cohorts.Cohort", models.PROTECT, related_name="survey_answers")
    group = models.PositiveIntegerField()
    answers = models.JSONField()  # {question: place of the choice, from 0, or words}; one that was passed is absent

    class Meta:
        verbose_name = _("answer to the survey")
        verbose_name_plural = _("answers to the survey")
        indexes = [models.Index(fields=["survey", "cohort", "group"], name="surveys_by_group")]

    def __str__(self) -> str:
        return self.survey
