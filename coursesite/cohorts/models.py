from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.enums import ImportState, Track, TrainerKind
from coursesite.organisations.models import Membership, Network, Organisation, TermQuerySet
from coursesite.organisations.permissions import officer_networks
from coursesite.organisations.personal_links import PersonalLink, PersonalLinkQuerySet, accepted_has_person

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
        ]

    def __str__(self) -> str:
        return self.name


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
    def open(self) -> Self:
        """Neither left, nor whose membership of the organisation has ended."""
        member = Membership.objects.current().filter(
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
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"


class TrainerInvitationQuerySet(PersonalLinkQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(cohort__programme__network__in=officer_networks(user))


class TrainerInvitation(PersonalLink):
    """A personal link for somebody whom the officer's network does not know yet: whoever accepts it trains the cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="trainer_invitations")
    kind = models.CharField(_("kind"), max_length=10, choices=TrainerKind.choices, default=TrainerKind.THEORY)

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
