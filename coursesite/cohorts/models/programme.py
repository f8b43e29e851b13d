from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.organisations.models import Network
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(network__in=officer_networks(user))


class Programme(models.Model):
    """The template of a course as a network offers it; a cohort is one dated instance of it."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="programmes", verbose_name=_("network"))
    name = models.CharField(_("name"), max_length=160)
    months = models.PositiveSmallIntegerField(
        _("length in months"), default=9, validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("One a line. They are printed on the certificate."))
    review_days = models.PositiveSmallIntegerField(
        _("working days promised for a review"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    message_days = models.PositiveSmallIntegerField(
        _("working days promised for an answer to a question"), default=2, db_default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )  # fmt: skip
    quiet_days = models.PositiveSmallIntegerField(
        _("days of silence before a reminder"),
        default=14,
        db_default=14,
        validators=[MinValueValidator(5), MaxValueValidator(90)],
    )
    quiet_reminders = models.PositiveSmallIntegerField(
        _("reminders at most"), default=2, db_default=2, validators=[MaxValueValidator(5)]
    )  # for one silence; 0: never
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="cohorts_one_programme_name_a_network",
                violation_error_message=_("A programme of this name already exists in the network."),
            ),
            models.CheckConstraint(condition=Q(months__range=(1, 36)), name="cohorts_programme_months_in_range"),
            models.CheckConstraint(condition=Q(review_days__range=(1, 30)), name="cohorts_review_days_in_range"),
            models.CheckConstraint(condition=Q(message_days__range=(1, 30)), name="cohorts_message_days_in_range"),
            models.CheckConstraint(condition=Q(quiet_days__range=(5, 90)), name="cohorts_quiet_days_in_range"),
            models.CheckConstraint(condition=Q(quiet_reminders__range=(0, 5)), name="cohorts_quiet_reminders_in_range"),
        ]

    def __str__(self) -> str:
        return self.name
