"""Personal links sent by mail: single use, 72 hours, only the hash of the token at rest.

The token is derived from the row and the site's secret, so that the worker writes it into the message without it being stored
anywhere. Sending again makes a new token: the link of the earlier message stops working.
"""

from __future__ import annotations

import hashlib
import uuid
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

LIFETIME = timedelta(hours=72)
MOST_SENDINGS = 5


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class PersonalLinkQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Neither accepted nor cancelled; may have expired, and can then be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime | None = None) -> Self:
        return self.waiting().filter(expires_at__gt=at or timezone.now())

    def of_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token))


def forget_address(links: PersonalLinkQuerySet) -> None:
    """Whoever was invited is erased: no name, no address, and what waited for her opens nothing."""
    links.waiting().update(revoked_at=timezone.now())
    for link in links:
        type(link)._default_manager.filter(pk=link.pk).update(email=f"{link.public_id}@efface.invalid", full_name="")


class PersonalLink(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("first and last name"), max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sendings = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def token(self) -> str:
        """The secret part of the link, 192 bits. Never stored, never logged."""
        value = f"{self._meta.label}:{self.public_id}:{self.sendings}"
        digest = salted_hmac("coursesite.organisations.personal_links", value, algorithm="sha256").digest()
        return urlsafe_b64encode(digest[:24]).decode()

    def seal(self) -> Self:
        """Sets the hash of the token and a new term. Does not save."""
        self.token_hash = hash_token(self.token())
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + LIFETIME
        return self

    def may_be_offered(self) -> bool:
        """Whether the person who invited still has the right to: her promise ends with it."""
        raise NotImplementedError

    @property
    def is_expired(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at <= timezone.now()

    @property
    def masked_email(self) -> str:
        """« a…@demo.example »: enough for its owner to know which mailbox is meant."""
        local, _at, domain = self.email.partition("@")
        return f"{local[:1]}…@{domain}"


def accepted_has_person(name: str) -> models.CheckConstraint:
    both = Q(accepted_at=None, accepted_by=None) | Q(accepted_at__isnull=False, accepted_by__isnull=False)
    return models.CheckConstraint(condition=both, name=name)
