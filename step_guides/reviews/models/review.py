"""What a trainer answers to one version: a rubric, a letter, a decision. A draft until it is sent; then nothing in it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import TrainerAssignment
from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership
from step_guides.reviews.enums import ReviewDecision
from step_guides.reviews.models.rubric import Criterion, Rubric
from step_guides.reviews.models.team import CoReader
from step_guides.worksheets.models import Submission

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Sent reviews, and the parts that left with them: members of the organisation today and trainers of the frozen cohort.
        A draft: its trainer, and those who answer the version together with her."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        left = Q(sent_at__isnull=False) | Q(joined_to__isnull=False)
        sent = left & (Q(submission__worksheet__organisation__in=mine) | Q(submission__cohort__in=trained))
        together = CoReader.objects.all().seen_by(user, version="submission", author="trainer")
        return self.filter(sent | (Q(sent_at=None, submission__cohort__in=trained) & (Q(trainer=user) | Q(together))))


class Review(models.Model):
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    rubric = models.ForeignKey(Rubric, models.PROTECT, null=True, related_name="reviews")  # none: a sheet that is only read
    letter = PlainTextField(_("letter"), blank=True)
    next_step = PlainTextField(_("next step"), blank=True)
    override_reason = PlainTextField(_("why the rule is set aside"), blank=True)
    pair_reason = PlainTextField(_("why it leaves without the other’s agreement"), blank=True)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", editable=False
    )  # the letter it left with
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    decision = models.CharField(_("decision"), max_length=10, choices=ReviewDecision.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "trainer"], name="reviews_one_review_a_trainer"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(sent_at__isnull=False), name="reviews_one_answer_a_submission"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, decision="") | (Q(sent_at__isnull=False) & Q(decision__in=ReviewDecision.values)),
                name="reviews_sent_with_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(decision=ReviewDecision.READ) | ~Q(next_step=""),
                name="reviews_sent_with_a_next_step",
                violation_error_message=_("Say the next step."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, signed_by=None) | Q(sent_at__isnull=False, signed_by__isnull=False, joined_to=None),
                name="reviews_sent_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}, {self.trainer}"

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None and self.joined_to_id is None

    @cached_property
    def joined_parts(self) -> list[Review]:
        """What the others wrote, that left with it."""
        return list(self.parts.all())

    @property
    def authors(self) -> list[User]:
        """Who answers in it: whoever wrote the letter, those whose part left with it, whoever signed."""
        found = [self.trainer, *(part.trainer for part in self.joined_parts)]
        return found if self.signed_by is None or self.signed_by in found else [*found, self.signed_by]


class Score(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )  # none yet: a word alone
    comment = PlainTextField(_("comment"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="reviews_one_score_a_criterion"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="reviews_level_from_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class PrivateNoteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Trainers of the frozen cohort today, never the people of the organisation, even if they train."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        return self.filter(submission__cohort__in=trained).exclude(submission__worksheet__organisation__in=mine)


class PrivateNote(models.Model):
    """What trainers of the cohort write for themselves. Never shown to the organisation."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="private_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = PlainTextField(_("note"))
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PrivateNoteQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reviews_note_has_text")]

    def __str__(self) -> str:
        return f"{self.submission}, {self.at:%Y-%m-%d}"
