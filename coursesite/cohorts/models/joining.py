from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.enums import Contribution, ImportState, TrainerKind
from coursesite.cohorts.models.cohort import Cohort
from coursesite.organisations.permissions import officer_networks
from coursesite.organisations.personal_links import PersonalLink, PersonalLinkQuerySet, accepted_has_person

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class TrainerInvitationQuerySet(PersonalLinkQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(cohort__programme__network__in=officer_networks(user))


class TrainerInvitation(PersonalLink):
    """A personal link for somebody whom the officer's network does not know yet: whoever accepts it trains the cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="trainer_invitations")
    kind = models.CharField(_("kind"), max_length=10, choices=TrainerKind.choices, default=TrainerKind.THEORY)
    contribution = models.CharField(
        _("contribution"),
        max_length=10,
        choices=Contribution.choices,
        default=Contribution.DECIDES,
        db_default=Contribution.DECIDES,
    )

    objects = TrainerInvitationQuerySet.as_manager()

    class Meta(PersonalLink.Meta):
        verbose_name = _("trainer invitation")
        verbose_name_plural = _("trainer invitations")
        constraints = [
            accepted_has_person("cohorts_accepted_trainer_invitation_has_person"),
            models.UniqueConstraint(
                fields=["cohort", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="cohorts_one_open_trainer_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.kind}"

    def may_be_offered(self) -> bool:
        from coursesite.cohorts.permissions import officer_can

        return self.invited_by.is_active and officer_can(self.invited_by, self.cohort)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(cohort__programme__network__in=officer_networks(user))


class Import(models.Model):
    """A CSV file read without fault, waiting for a confirmation. The lines are forgotten once confirmed; the figures stay."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="imports")
    sha256 = models.CharField(max_length=64, editable=False)
    rows = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of organisations")
        verbose_name_plural = _("imports of organisations")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "sha256"], name="cohorts_one_import_a_file"),
            models.CheckConstraint(
                condition=Q(state=ImportState.PREVIEW, confirmed_at=None)
                | Q(state=ImportState.DONE, confirmed_at__isnull=False, rows=[]),
                name="cohorts_confirmed_import_keeps_no_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.created_at:%Y-%m-%d}"
