"""A sheet shown to somebody without an account: a partner, a funder, people concerned. They read it as it was that day, and may
comment on the places that the organisation opened."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.core.fields import PlainTextField
from coursesite.organisations.models import Membership
from step_guides.reviews.enums import HeardState
from step_guides.worksheets.models import Worksheet

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class ReadingLinkQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members of the organisation today. Trainers do not see whom it asks."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(worksheet__organisation__in=Membership.objects.current().filter(person=user).values("organisation"))

    def open(self, at: datetime | None = None) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())

    def of_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token))


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ReadingLink(models.Model):
    """What is shown is frozen when the link is made: whoever comments and whoever reads the comment speak of the same words, and what
    the organisation drafts next stays its own. Withdrawing the link empties it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="reading_links")
    label = models.CharField(_("for whom"), max_length=120)
    places = models.JSONField(default=list)  # what may be commented, see `reading.Choice`
    snapshot = models.JSONField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    op_id = models.UUIDField(editable=False)  # of the form that made it: sent twice, it makes one link
    openings = models.PositiveIntegerField(default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = ReadingLinkQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading link")
        verbose_name_plural = _("reading links")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "op_id"], name="reviews_one_link_a_form"),
            models.CheckConstraint(condition=~Q(label=""), name="reviews_link_says_for_whom"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="reviews_link_ends_later"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="reviews_link_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class ReaderCommentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The organisation's own: its members today, nobody else."""
        return self.filter(link__in=ReadingLink.objects.visible_to(user))


class ReaderComment(models.Model):
    """What somebody without an account wrote. Nothing says who, but what they typed; nobody but the organisation reads it back.
    Removed: the words are erased, what remains is that there were some."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link = models.ForeignKey(ReadingLink, models.PROTECT, related_name="comments")
    anchor = models.CharField(max_length=60)
    last_text = models.TextField(blank=True, editable=False)  # the words of the place, as the reader saw them
    name = models.CharField(_("name or role"), max_length=80, blank=True)
    text = PlainTextField(_("comment"), blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)  # of one sending of one form
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=HeardState.choices, default=HeardState.OPEN)
    reason = PlainTextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = ReaderCommentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment of a stakeholder")
        verbose_name_plural = _("comments of stakeholders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["link", "fingerprint"], name="reviews_one_comment_a_sending"),
            models.CheckConstraint(
                condition=Q(state=HeardState.REMOVED, text="", name="") | (~Q(state=HeardState.REMOVED) & ~Q(text="")),
                name="reviews_removed_means_erased",
            ),
            models.CheckConstraint(
                condition=Q(state=HeardState.OPEN, settled_by=None, settled_at=None)
                | (~Q(state=HeardState.OPEN) & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="reviews_heard_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=HeardState.DECLINED) | ~Q(reason=""),
                name="reviews_heard_declined_with_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}, {self.at:%Y-%m-%d}"
