"""Peer review: in one promotion, for one kind of sheet, learners of other organisations read a version and say what they think of it.
An opinion never changes the state of a sheet."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import Cohort, Enrolment, TrainerAssignment
from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership, Organisation
from coursesite.organisations.permissions import officer_networks
from step_guides.reviews.enums import Useful
from step_guides.reviews.models.rubric import Criterion, Rubric
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from coursesite.accounts.models import User

CRITERIA = 3
MOST_EACH = 4


class PeerRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Who takes part in the cohort today, who trains it, who acts for its network."""
        if not user.is_authenticated:
            return self.none()
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        enrolled = Enrolment.objects.open().filter(person=user).values("cohort")
        acts = Q(cohort__programme__network__in=officer_networks(user))
        return self.filter(Q(cohort__in=trained) | Q(cohort__in=enrolled) | acts)

    def coming(self, today: date | None = None) -> Self:
        """Announced or under way."""
        return self.filter(cancelled_at=None, due_on__gte=today or timezone.localdate())

    def running(self, today: date | None = None) -> Self:
        return self.coming(today).filter(opens_on__lte=today or timezone.localdate())


class PeerRound(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="peer_rounds")
    kind = models.CharField(_("worksheet"), max_length=30, choices=Kind.choices)
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")  # the version it was scheduled with
    codes = models.JSONField(default=list)  # of the three criteria
    each = models.PositiveSmallIntegerField(_("opinions that each learner gives"), default=2)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = PeerRoundQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("round of peer review")
        verbose_name_plural = _("rounds of peer review")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "kind"], condition=Q(cancelled_at=None), name="reviews_one_peer_round_a_kind",
                violation_error_message=_("A round of this worksheet is scheduled already."),
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("opens_on")), name="reviews_peer_round_lasts"),
            models.CheckConstraint(condition=Q(each__range=(1, MOST_EACH)), name="reviews_peer_round_each"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None) | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="reviews_peer_round_cancelled_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cohort}, {self.get_kind_display()}"

    @property
    def is_running(self) -> bool:
        return self.cancelled_at is None and self.opens_on <= timezone.localdate() <= self.due_on

    @property
    def is_over(self) -> bool:
        return self.cancelled_at is not None or timezone.localdate() > self.due_on

    @property
    def criteria(self) -> list[Criterion]:
        return [one for one in self.rubric.criteria.all() if one.code in self.codes]


class PeerRefusal(models.Model):
    """An organisation does not take part in a round: nobody reads its sheet, and its learners read none."""

    round = models.ForeignKey(PeerRound, models.CASCADE, related_name="refusals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("withdrawal from a round of peer review")
        verbose_name_plural = _("withdrawals from rounds of peer review")
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="reviews_withdraws_once")]

    def __str__(self) -> str:
        return f"{self.round}, {self.organisation}"


class PeerReadingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Its reader, as long as it is asked of her. Once sent: the organisation that receives it, and who trains the cohort."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        hers = Q(reader__in=Enrolment.objects.open().filter(person=user), cancelled_at=None)
        sent = Q(submission__worksheet__organisation__in=mine) | Q(round__cohort__in=trained)
        return self.filter(hers | (Q(sent_at__isnull=False) & sent))

    def asked(self) -> Self:
        """Neither called off nor sent."""
        return self.filter(cancelled_at=None, sent_at=None)


class PeerReading(models.Model):
    """One learner reads one version. A draft until it is sent; then nothing in it changes but what its readers thought of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(PeerRound, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(Enrolment, models.PROTECT, related_name="peer_readings")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="peer_readings")
    strength = PlainTextField(_("a strong point"), blank=True)
    suggestion = PlainTextField(_("a suggestion"), blank=True)
    lock = models.PositiveIntegerField(default=0, editable=False)  # rises with each draft that is kept
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    useful = models.CharField(_("useful?"), max_length=10, choices=Useful.choices, blank=True)
    useful_word = models.CharField(_("a word"), max_length=200, blank=True)
    useful_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PeerReadingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("peer's opinion")
        verbose_name_plural = _("peers' opinions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reader", "submission"], condition=Q(cancelled_at=None), name="reviews_a_peer_reads_once"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(cancelled_at=None), name="reviews_peer_sent_or_called_off"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | (~Q(strength="") & ~Q(suggestion="")), name="reviews_peer_sent_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(useful="", useful_by=None) | (~Q(useful="") & Q(useful_by__isnull=False, sent_at__isnull=False)),
                name="reviews_peer_judged_once_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.reader_id} → {self.submission_id}"


class PeerScore(models.Model):
    reading = models.ForeignKey(PeerReading, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), null=True, validators=[MinValueValidator(1), MaxValueValidator(4)])
    comment = PlainTextField(_("comment"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("peer's score")
        verbose_name_plural = _("peers' scores")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "criterion"], name="reviews_one_peer_score_a_criterion"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="reviews_peer_level_from_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.level}"
