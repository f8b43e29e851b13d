"""What happened to a worksheet: steps of undo, moves from state to state, remarks set aside."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from step_guides.worksheets.enums import State
from step_guides.worksheets.models.base import Worksheet
from step_guides.worksheets.models.submission import Submission


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
