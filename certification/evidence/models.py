"""A « dossier de preuves » that somebody asked for: of one learner in one cohort, or of an organisation."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.evidence.enums import RUNNING, DossierState
from coursesite.cohorts.models import Enrolment
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Membership, Organisation
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User

KEPT = timedelta(days=7)  # then the files are removed; whoever still wants them asks again


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those that the person asked for, as long as she might ask again: a right that ended closes what it gave."""
        if not user.is_authenticated:
            return self.none()
        current = Membership.objects.current().filter(person=user)
        acts = officer_networks(user)
        of_learner = Q(enrolment__person=user) | Q(enrolment__cohort__programme__network__in=acts)
        of_organisation = Q(enrolment=None) & (
            Q(organisation__in=current.filter(role=MemberRole.LEAD).values("organisation")) | Q(organisation__network__in=acts)
        )
        read = Q(with_texts=False) | Q(organisation__in=current.values("organisation"))
        return self.filter(of_learner | of_organisation, read, asked_by=user)

    def of(self, dossier: Dossier) -> Self:
        """This request as long as it is to be answered: nothing, once it was answered or asked anew."""
        return self.filter(pk=dossier.pk, asks=dossier.asks, state__in=RUNNING)


class Dossier(models.Model):
    """One for each person who asks and each thing asked about: asked again, it is made anew. `with_texts`: what members wrote and were
    answered is in it; without, numbers, dates and hashes alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dossiers")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="dossiers")  # none: the whole organisation
    with_texts = models.BooleanField(default=False, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="dossiers")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asks = models.PositiveIntegerField(default=1, editable=False)  # a late worker has another number
    state = models.CharField(max_length=10, choices=DossierState.choices, default=DossierState.ASKED, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)  # set so far
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the archive
    size = models.PositiveIntegerField(default=0, editable=False)  # bytes
    made_at = models.DateTimeField(null=True, editable=False)

    objects = DossierQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "enrolment"], name="evidence_one_a_learner"),
            models.UniqueConstraint(
                fields=["asked_by", "organisation"], condition=Q(enrolment=None), name="evidence_one_an_organisation"
            ),
            models.CheckConstraint(
                condition=Q(state=DossierState.READY, made_at__isnull=False) & ~Q(sha256="")
                | (~Q(state=DossierState.READY) & Q(made_at=None, sha256="")),
                name="evidence_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def path(self, extension: str) -> Path:
        """Where the archive ("zip") and the document ("pdf") are kept: an internal name, never an access key."""
        return folder() / f"{self.public_id}.{extension}"


def folder() -> Path:
    return Path(settings.PRIVATE_ROOT) / "evidence"
