from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.notifications.enums import NEEDED, Delivery, Topic

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class Preference(models.Model):
    """How a person wants to be told about a topic. Without a row: by e-mail, at once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="message_preferences")
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery.choices)

    class Meta:
        verbose_name = _("message preference")
        verbose_name_plural = _("message preferences")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="notifications_one_preference_a_topic"),
            models.CheckConstraint(condition=~Q(topic__in=sorted(NEEDED)), name="notifications_needed_messages_have_no_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.delivery}"


class Digest(models.Model):
    """What a person is told once a day, in one mail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("daily message")
        verbose_name_plural = _("daily messages")
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="notifications_one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(models.Model):
    """A message as it is read in the site: what it says in one line, and where it leads. `promise` is the key of the outbox."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    promise = models.CharField(max_length=200, unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    subject = models.CharField(_("subject"), max_length=300)
    link = models.CharField(max_length=300, blank=True)  # a path of this site
    delivery = models.CharField(max_length=10, choices=Delivery.choices)  # as it was wished when the message was made
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="messages")
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(digest=None) | Q(delivery=Delivery.DAILY), name="notifications_only_daily_messages_are_gathered"
            ),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notifications_link_stays_on_the_site",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="notifications_of_person"),
            models.Index(fields=["person"], name="notifications_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject
