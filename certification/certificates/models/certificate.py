from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import CURRENT, CertificateState, EventKind, RenderingKind, Visibility
from certification.certificates.models.achievement import Achievement, DocumentTemplate
from certification.certificates.models.issuer import Issuer
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Membership
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Her own; those of the organisations that she leads, of the cohorts that she trains today, of the networks for which
        she acts."""
        if not user.is_authenticated:
            return self.none()
        led = Membership.objects.current().filter(person=user, role=MemberRole.LEAD).values("organisation")
        trained = TrainerAssignment.objects.current().filter(person=user).values("cohort")
        return self.filter(
            Q(enrolment__person=user)
            | Q(enrolment__organisation__in=led)
            | Q(enrolment__cohort__in=trained)
            | Q(issuer__network__in=officer_networks(user))
        )

    def current(self) -> Self:
        return self.filter(state__in=CURRENT)

    def whole(self) -> Self:
        """With what pages and the renderer show beside the payload."""
        return self.select_related(
            "enrolment__person", "enrolment__cohort__programme__network", "achievement", "issuer", "template"
        )


class Certificate(models.Model):
    """What was printed, frozen: the database refuses any change of the first block. A correction is another certificate."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=26, unique=True, editable=False)  # 128 bits, Crockford base32, capitals, no separator
    serial = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates", editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="certificates", editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="certificates", editable=False)
    template = models.ForeignKey(DocumentTemplate, models.PROTECT, related_name="certificates", editable=False)
    payload = models.JSONField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)  # of the canonical JSON of `payload`
    valid_from = models.DateTimeField(default=timezone.now, editable=False)
    valid_until = models.DateTimeField(null=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by", editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.VALID, editable=False
    )
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(_("public reason"), max_length=200, blank=True, editable=False)
    visibility = models.CharField(
        _("what verification shows"), max_length=10, choices=Visibility.choices, default=Visibility.LINK
    )

    objects = CertificateQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "achievement"],
                condition=Q(state__in=CURRENT),
                name="certificates_one_current",
                violation_error_message=_("This person already holds this certificate."),
            ),
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificates_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[CertificateState.REVOKED, CertificateState.SUSPENDED]) | ~Q(reason=""),
                name="certificates_withdrawal_has_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="certificates_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-valid_from"], name="certificates_by_issuer")]

    def __str__(self) -> str:
        return self.serial

    def is_expired(self, at: datetime | None = None) -> bool:
        return self.valid_until is not None and self.valid_until <= (at or timezone.now())

    @property
    def is_current(self) -> bool:
        return self.state in CURRENT

    @property
    def address(self) -> str:
        """Where anybody verifies it. Frozen with what is printed: the page answers for ever."""
        return self.payload["address"]


class CertificateEvent(models.Model):
    """What happened to a certificate, in one chain for each issuer. Ids only, never a name; never edited (a trigger refuses)."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("public reason"), max_length=200, blank=True)
    note = models.TextField(_("private note"), blank=True)
    previous = models.CharField(max_length=64, blank=True)  # hash of the event before, "" for the first
    hash = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        ordering = ["issuer", "number"]
        constraints = [models.UniqueConstraint(fields=["issuer", "number"], name="certificates_one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"


class Rendering(models.Model):
    """A file made of a certificate. The row is written once the file is in place: no row, no file yet."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="renderings")
    kind = models.CharField(_("kind"), max_length=10, choices=RenderingKind.choices, default=RenderingKind.PLAIN)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    engine = models.CharField(_("made by"), max_length=80)
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="certificates_one_rendering_a_kind")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"
