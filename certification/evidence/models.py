"""A « dossier de preuves » that somebody asked for: of one learner in one cohort, or of an organisation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.core.file_requests import READY_HAS_FILE, FileRequest, FileRequestQuerySet
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.models import Membership, Organisation
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class DossierQuerySet(FileRequestQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those that the person asked for, as long as she might ask again for all that is in them: a right that ended closes what it gave."""
        if not user.is_authenticated:
            return self.none()
        current = Membership.objects.current().filter(person=user)
        acts = officer_networks(user)
        of_learner = Q(enrolment__person=user) | Q(enrolment__cohort__programme__network__in=acts)
        of_organisation = Q(enrolment=None) & (
            Q(organisation__in=current.filter(role=MemberRole.LEAD).values("organisation")) | Q(organisation__network__in=acts)
        )
        beyond = Dossier.cohorts.through.objects.filter(dossier=OuterRef("pk")).exclude(cohort__programme__network__in=acts)
        read = Q(with_texts=False) & ~Exists(beyond) | Q(organisation__in=current.values("organisation"))
        return self.filter(of_learner | of_organisation, read, asked_by=user)


class Dossier(FileRequest):
    """One for each person who asks and each thing asked about: asked again, it is made anew. `with_texts`: what members wrote and were
    answered is in it; without, numbers, dates and hashes alone."""

    kept_in = "evidence"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dossiers")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="dossiers")  # none: the whole organisation
    with_texts = models.BooleanField(default=False, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="dossiers")
    # Made for a network: the cohorts of which it speaks. Whoever no longer acts for one of them no longer takes it away.
    cohorts = models.ManyToManyField(Cohort, related_name="+", editable=False)

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
            models.CheckConstraint(condition=READY_HAS_FILE, name="evidence_ready_has_file"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def path(self, extension: str) -> Path:
        """Of the archive ("zip"), which `sha256` and `size` are about, or of the document ("pdf")."""
        return self.kept(extension)
