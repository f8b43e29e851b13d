from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.enums import Contribution, Track, TrainerKind
from coursesite.cohorts.models.programme import Programme
from coursesite.organisations.models import Membership, Organisation, TermQuerySet
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Cohorts where the person is enrolled or trains today, or of the networks for which she acts."""
        if not user.is_authenticated:
            return self.none()
        enrolled = Enrolment.objects.open().filter(person=user).values("cohort")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        return self.filter(Q(pk__in=enrolled) | Q(pk__in=trained) | Q(programme__network__in=officer_networks(user)))


class Cohort(models.Model):
    """A promotion. `trace_id` names it in xAPI statements and nowhere else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trace_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts", verbose_name=_("programme"))
    name = models.CharField(_("name"), max_length=120)
    track = models.CharField(_("track"), max_length=20, choices=Track.choices, default=Track.ACCOMPANIED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    read_in_pairs = models.BooleanField(_("read by two"), default=False, db_default=False)  # sheets to validate: theory and field
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="cohorts_one_name_a_programme",
                violation_error_message=_("A cohort of this name already exists in the programme."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="cohorts_ends_after_start",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """An organisation takes part in a cohort: whoever joins the organisation is enrolled."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "organisation"],
                name="cohorts_organisation_takes_part_once",
                violation_error_message=_("This organisation already takes part."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.cohort}"


class EnrolmentQuerySet(models.QuerySet):
    def open(self, on: date | None = None) -> Self:
        """Neither left, nor whose membership of the organisation has ended."""
        member = Membership.objects.current(on).filter(
            person=models.OuterRef("person"), organisation=models.OuterRef("organisation")
        )
        return self.filter(models.Exists(member), left_on=None)

    def visible_to(self, user: User) -> Self:
        """Own enrolments; those of the cohorts one trains today; those of the networks for which one acts."""
        if not user.is_authenticated:
            return self.none()
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        return self.filter(Q(person=user) | Q(cohort__in=trained) | Q(cohort__programme__network__in=officer_networks(user)))


class Enrolment(models.Model):
    """A person follows a cohort for an organisation. `registration` joins her traces; it is random and shown nowhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)
    left_on = models.DateField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["enrolled_at"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="cohorts_person_enrols_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"


class TrainerAssignment(models.Model):
    """A person trains a cohort. Rights end the day it ends."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="trainer_assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trainer_assignments")
    kind = models.CharField(_("kind"), max_length=10, choices=TrainerKind.choices, default=TrainerKind.THEORY)
    contribution = models.CharField(
        _("contribution"),
        max_length=10,
        choices=Contribution.choices,
        default=Contribution.DECIDES,
        db_default=Contribution.DECIDES,
    )
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer assignment")
        verbose_name_plural = _("trainer assignments")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], condition=Q(ends_on=None), name="cohorts_one_open_assignment"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="cohorts_assignment_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(contribution__in=Contribution.values), name="cohorts_known_contribution"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"
