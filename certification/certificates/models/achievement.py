from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.certificates.models.issuer import Issuer
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.accounts.models import User
    from coursesite.cohorts.models import Cohort


class AchievementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the networks for which the person acts."""
        return self.filter(issuer__network__in=officer_networks(user))


class Achievement(models.Model):
    """What a certificate is about, titled for what it covers. Minutes come from the modules at the moment of issue."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="achievements", verbose_name=_("issuer"))
    slug = models.SlugField(_("slug"))
    name = models.CharField(_("name"), max_length=80)
    public_title = models.CharField(
        _("title printed"), max_length=160, help_text=_("Neutral: it says nothing of a person’s situation.")
    )
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("One a line. They are printed on the certificate."))
    modules = models.JSONField(_("modules covered"), default=list)  # slugs, in order
    tracks = models.JSONField(_("tracks"), default=list, blank=True)  # of the cohorts it is for; none: every cohort
    is_open = models.BooleanField(_("can be issued"), default=True)

    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ["issuer", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "slug"],
                name="certificates_one_slug_an_issuer",
                violation_error_message=_("This slug is already taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_for(self, cohort: Cohort) -> bool:
        return not self.tracks or cohort.track in self.tracks


class DocumentTemplate(models.Model):
    """The layout of a document as it stood when certificates were issued with it: never edited, only followed by another."""

    kind = models.CharField(_("kind"), max_length=40)  # "certificate"
    language = models.CharField(_("language"), max_length=10)
    html = models.TextField()
    css = models.TextField()
    fonts = models.JSONField(default=dict)  # name → SHA-256
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.sha256[:8]}"
