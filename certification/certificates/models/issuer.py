from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.organisations.models import Network


class Issuer(models.Model):
    """Who vouches for a certificate: one for each network. `prefix` begins its serial numbers and never changes once used."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.OneToOneField(Network, models.PROTECT, related_name="issuer", verbose_name=_("network"))
    legal_name = models.CharField(_("legal name"), max_length=160)
    prefix = models.CharField(
        _("first letters of the numbers"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,5}$", _("Two to six capital letters or digits, a letter first."))],
    )
    place = models.CharField(_("issued at"), max_length=80, blank=True)
    suspended_at = models.DateTimeField(_("suspended since"), null=True, blank=True)

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["legal_name"]

    def __str__(self) -> str:
        return self.legal_name


class SignatoryQuerySet(models.QuerySet):
    def current(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Signatory(models.Model):
    """Who signs, by function. A name is printed only if the network gives one."""

    issuer = models.ForeignKey(Issuer, models.CASCADE, related_name="signatories")
    name = models.CharField(_("first and last name"), max_length=120, blank=True)
    function = models.CharField(_("function"), max_length=120)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="certificates_signatory_ends_after_start",
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.function]))


class SerialCounter(models.Model):
    """The last number given by an issuer in a year. Locked in the issuing transaction: numbers have no gap."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("serial counter")
        verbose_name_plural = _("serial counters")
        constraints = [models.UniqueConstraint(fields=["issuer", "year"], name="certificates_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.issuer.prefix} {self.year}: {self.last}"
