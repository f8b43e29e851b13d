"""Threads are anchored to an element of a worksheet by its stable id, so they survive new versions and even its deletion."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership
from step_guides.reviews.enums import REMARKS, ThreadKind, ThreadState
from step_guides.reviews.models.team import CoReader
from step_guides.worksheets.models import Submission, Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members of the organisation: threads with something sent. Trainers of the cohort: those, their own drafts, and the drafts of
        those with whom they answer."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        said = Exists(Comment.objects.filter(thread=OuterRef("pk"), sent_at__isnull=False))
        sent = Q(said) & (Q(worksheet__organisation__in=mine) | Q(enrolment__cohort__in=trained))
        together = CoReader.objects.all().seen_by(user, version="submission", author="opened_by")
        return self.filter(sent | (Q(enrolment__cohort__in=trained) & (Q(opened_by=user) | Q(together))))


class Thread(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="threads")
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="+"
    )  # of the learner concerned; freezes the cohort that sees it
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="threads")  # none for a request for help
    anchor = models.CharField(max_length=60)  # "node:<uid>", "link:<uid>", "field:<key>" or "sheet"
    kind = models.CharField(_("kind"), max_length=12, choices=ThreadKind.choices)
    last_text = models.TextField(blank=True, editable=False)  # the text of the element when the thread was opened
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ThreadState.choices, default=ThreadState.OPEN)
    reason = PlainTextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        sent: list[Comment]  # what `queries` loads

    objects = ThreadQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ThreadKind.HELP, submission=None) | (~Q(kind=ThreadKind.HELP) & Q(submission__isnull=False)),
                name="reviews_only_help_has_no_submission",
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.OPEN, settled_by=None, settled_at=None)
                | (~Q(state=ThreadState.OPEN) & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="reviews_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ThreadState.DECLINED) | ~Q(reason=""),
                name="reviews_declined_with_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]
        indexes = [models.Index(fields=["worksheet", "anchor"], name="reviews_thread_at")]

    def __str__(self) -> str:
        return f"{self.worksheet_id} {self.anchor}"

    @property
    def waits(self) -> bool:
        """Whether it is a remark of a trainer with which the organisation has done nothing yet."""
        return self.state == ThreadState.OPEN and self.kind in REMARKS


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """What was sent in the threads that the person sees; there, her own drafts and those of whom she answers with."""
        threads = Thread.objects.visible_to(user)
        if not user.is_authenticated:
            return self.none()
        together = CoReader.objects.all().seen_by(user, version="thread__submission", author="author")
        return self.filter(Q(sent_at__isnull=False) | Q(author=user.pk) | Q(together), thread__in=threads)


class Comment(models.Model):
    """One message of a thread. Invisible to the organisation until it is sent; never edited afterwards."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = PlainTextField(_("comment"))
    at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reviews_comment_has_text")]

    def __str__(self) -> str:
        return f"{self.thread_id}, {self.at:%Y-%m-%d}"
