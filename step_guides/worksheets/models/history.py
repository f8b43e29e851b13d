"""What happened to a worksheet: steps of undo, moments that were named, moves from state to state, remarks set aside."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.organisations.models import Membership
from step_guides.worksheets.enums import State
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.submission import Submission

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class Revision(models.Model):
    """One acknowledged save, and one step of undo. `changes` is [{row, before, after}], before or after null at birth or death."""

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="worksheet_revisions")
    op_id = models.UUIDField(default=uuid.uuid4, editable=False)  # given by the client: the same again is the same save
    anchor = models.CharField(max_length=60, editable=False)  # the row that the person acted on
    changes = models.JSONField(default=list)
    undone = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "number"], name="worksheets_one_revision_a_number"),
            models.UniqueConstraint(fields=["worksheet", "op_id"], name="worksheets_one_revision_an_operation"),
        ]
        indexes = [models.Index(fields=["worksheet", "by", "-number"], name="worksheets_revision_by")]

    def __str__(self) -> str:
        return f"{self.worksheet_id} r{self.number}"


class RestorePointQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members of the organisation today. Trainers read what was sent."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(person=user).values("organisation")
        return self.filter(worksheet__organisation__in=mine)

    def kept(self) -> Self:
        return self.filter(removed_at=None)


class RestorePoint(models.Model):
    """« Avant la réunion d'équipe »: the sheet as it was when a member named the moment. Taken away, its text goes and its line stays."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="restore_points")
    name = models.CharField(_("name"), max_length=80, editable=False)
    snapshot = models.JSONField(null=True, editable=False)
    revision_count = models.PositiveIntegerField(editable=False)  # where the history of the sheet stood
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="restore_points")
    at = models.DateTimeField(default=timezone.now, editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = RestorePointQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("restore point")
        verbose_name_plural = _("restore points")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["worksheet", "name"],
                condition=Q(removed_at=None),
                name="worksheets_one_restore_point_a_name",
                violation_error_message=_("Another moment already bears this name."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="worksheets_restore_point_has_name"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, snapshot__isnull=False)
                | Q(removed_at__isnull=False, removed_by__isnull=False, snapshot=None),
                name="worksheets_restore_point_kept_or_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """A change of state: who, when, why, on which submission. Never edited."""

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="moves")
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="moves")
    from_state = models.CharField(max_length=10, choices=State.choices)
    to_state = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="worksheet_moves")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    revision_count = models.PositiveIntegerField(default=0)  # where the history of the sheet stood
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(from_state=models.F("to_state")), name="worksheets_move_changes_state"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Dismissal(models.Model):
    """« C'est voulu »: a remark set aside by the organisation, with its reason. Trainers read it."""

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="dismissals")
    code = models.CharField(max_length=10, editable=False)
    anchor = models.CharField(max_length=60, editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remark set aside")
        verbose_name_plural = _("remarks set aside")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "code", "anchor"], name="worksheets_one_dismissal_a_remark"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="worksheets_dismissal_has_reason", violation_error_message=_("Say why.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.anchor}"
