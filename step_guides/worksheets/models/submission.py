from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.organisations.models import Membership
from step_guides.worksheets.enums import Decision
from step_guides.worksheets.models.base import Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members of the organisation today; people who train the frozen cohort today, unless it was withdrawn."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        return self.filter(Q(worksheet__organisation__in=mine) | Q(cohort__in=trained_by(user), withdrawn_at=None))

    def trained_by(self, user: User) -> Self:
        """What reached the cohorts that the person trains today, her own organisation's left out."""
        mine = Membership.objects.current().filter(person=user).values("organisation")
        return self.filter(cohort__in=trained_by(user), withdrawn_at=None).exclude(worksheet__organisation__in=mine)

    def unclaimed(self) -> Self:
        """Nobody is at it: never opened, or left without a word until the claim lapsed."""
        return self.filter(Q(claim_until=None) | Q(claim_until__lt=timezone.now()))

    def live(self) -> Self:
        """Sent, neither withdrawn nor decided: at most one a sheet."""
        return self.filter(withdrawn_at=None, decided_at=None)

    def with_read_before(self, public_id: uuid.UUID) -> Submission | None:
        """One version, its `read_before` at hand. One query."""
        asked = "worksheet__submissions"
        earlier = answered_before(F(f"{asked}__cohort"), F(f"{asked}__number"))
        found = self.filter(Q(public_id=public_id) | earlier, **{f"{asked}__public_id": public_id}).order_by("-number")[:2]
        version, before = [*found, None, None][:2]
        if version is None or version.public_id != public_id:  # the person may read an earlier one only
            return None
        version.read_before = before
        return version


def trained_by(user: User) -> models.QuerySet:
    return TrainerAssignment.objects.current().filter(person=user).values("cohort")


def answered_before(cohort: Any, number: Any) -> Q:
    return Q(decided_at__isnull=False, cohort=cohort, number__lt=number)


class Submission(models.Model):
    """A version, frozen: its text, and the cohort through which trainers see it. Only what is decided about it is added later."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField(_("version"), editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="submissions")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    snapshot = models.JSONField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)  # of the canonical JSON of `snapshot`
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="claims")
    claimed_at = models.DateTimeField(null=True, editable=False)
    claim_until = models.DateTimeField(null=True, editable=False)  # then it lapses; whoever holds it renews it by writing
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "number"], name="worksheets_one_submission_a_number"),
            models.UniqueConstraint(
                fields=["worksheet"], condition=Q(withdrawn_at=None, decided_at=None), name="worksheets_one_live_submission"
            ),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(decided_at=None), name="worksheets_withdrawn_or_decided"),
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by=None, claim_until=None)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False, claim_until__isnull=False),
                name="worksheets_claim_has_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & Q(decision__in=Decision.values)),
                name="worksheets_decision_has_person_and_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cohort", "submitted_at"],
                name="worksheets_waiting",
                condition=Q(withdrawn_at=None, decided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worksheet_id} v{self.number}"

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None and self.decided_at is None

    @property
    def is_claimed(self) -> bool:
        return self.claim_until is not None and self.claim_until >= timezone.now()

    @cached_property
    def read_before(self) -> Submission | None:
        """The last earlier version that the trainers of its cohort answered: what they know of the sheet."""
        known = Submission.objects.filter(answered_before(self.cohort_id, self.number), worksheet=self.worksheet_id)
        return known.order_by("-number").first()

    @property
    def organisation(self) -> Any:
        return self.worksheet.organisation
