from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class CoReaderQuerySet(models.QuerySet):
    def seen_by(self, user: User, *, version: str, author: str) -> Exists:
        """Whether whoever wrote a row has said that she answers its version together with the person: an invitation alone opens nothing
        of hers. `version`, `author`: names of the row's columns."""
        with_her = self.filter(submission__team__trainer=user.pk, joined_at__isnull=False)
        return Exists(with_her.filter(submission=OuterRef(version), trainer=OuterRef(author)))

    def of(self, submission: Submission) -> Self:
        return self.filter(submission=submission.pk).select_related("trainer", "invited_by")


class CoReader(models.Model):
    """Somebody of those who answer one version together: one letter, each her part. `joined_at`: her word that the others read what she
    prepares. `agreed_at`: her « d'accord » with what is sent; `agreed_to`: the text of each part that she agreed to (`pairs.version`)."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="team")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_to = models.TextField(blank=True, editable=False)

    objects = CoReaderQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("co-reader")
        verbose_name_plural = _("co-readers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "trainer"], name="reviews_co_reader_once"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_to="")
                | Q(agreed_at__isnull=False, joined_at__isnull=False) & ~Q(agreed_to=""),
                name="reviews_agreement_names_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}, {self.trainer}"
