"""A document that somebody asked for: one sheet, a version, or a dossier; asked again, the same row makes it anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import Cohort
from coursesite.core.file_requests import READY_HAS_FILE, FileRequest, FileRequestQuerySet
from coursesite.organisations.models import Membership, Organisation
from step_guides.worksheets.enums import PaperFormat
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.submission import Submission, trained_by

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class PaperQuerySet(FileRequestQuerySet):
    def visible_to(self, user: User) -> Self:
        """What holds drafts: members of the organisation today. A version, or what a cohort has received: whoever may read it today.

        What a cohort has received is no longer given once one of its versions has been taken back: it is made anew without.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        versions = Submission.objects.visible_to(user).values("pk")
        since = taken_back(OuterRef("organisation"), OuterRef("cohort"), OuterRef("made_at"))
        return self.filter(
            Q(cohort=None, submission=None, organisation__in=mine)
            | Q(submission__in=versions)
            | (Q(cohort__in=trained_by(user)) & ~Exists(since))
        )


def taken_back(organisation: Any, cohort: Any, since: Any) -> models.QuerySet[Submission]:
    return Submission.objects.filter(worksheet__organisation=organisation, cohort=cohort, withdrawn_at__gte=since)


class Paper(FileRequest):
    """`worksheet`: as it stands. `submission`: as it was sent. `cohort`: all that its trainers have received. None of them: the whole dossier."""

    kept_in = "papers"
    NOT_MADE: ClassVar[dict[str, Any]] = {**FileRequest.NOT_MADE, "sheets": 0, "gathered": 0, "file_name": ""}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="papers")
    worksheet = models.ForeignKey(Worksheet, models.CASCADE, null=True, related_name="papers")
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="papers")
    cohort = models.ForeignKey(Cohort, models.CASCADE, null=True, related_name="papers")
    format = models.CharField(max_length=3, choices=PaperFormat.choices, default=PaperFormat.PDF)
    language = models.CharField(max_length=5, default="fr")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sheets = models.PositiveSmallIntegerField(default=0, editable=False)  # how many it will hold
    gathered = models.PositiveSmallIntegerField(default=0, editable=False)  # of which so many are read
    file_name = models.CharField(max_length=150, blank=True, editable=False)

    objects = PaperQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(worksheet=None, submission=None) | Q(worksheet=None, cohort=None) | Q(submission=None, cohort=None),
                name="worksheets_paper_of_one_thing",
            ),
            models.CheckConstraint(condition=READY_HAS_FILE, name="worksheets_paper_ready_has_file"),
            models.CheckConstraint(condition=Q(gathered__lte=F("sheets")), name="worksheets_paper_gathers_its_sheets"),
            models.UniqueConstraint(fields=["worksheet", "format", "language"], name="worksheets_one_paper_a_sheet"),
            models.UniqueConstraint(fields=["submission", "format", "language"], name="worksheets_one_paper_a_version"),
            models.UniqueConstraint(
                fields=["organisation", "cohort", "format", "language"], name="worksheets_one_paper_a_cohort"
            ),
            models.UniqueConstraint(
                fields=["organisation", "format", "language"],
                condition=Q(worksheet=None, submission=None, cohort=None),
                name="worksheets_one_paper_a_dossier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.public_id}"

    @property
    def holds_what_was_taken_back(self) -> bool:
        """Of what a cohort has received."""
        return self.made_at is not None and taken_back(self.organisation_id, self.cohort_id, self.made_at).exists()

    @property
    def is_whole(self) -> bool:
        return self.worksheet_id is None and self.submission_id is None

    @property
    def path(self) -> Path:
        return self.kept(self.format)
