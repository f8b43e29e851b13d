from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.core.leasing import LeasedQuerySet, LeasedRow
from coursesite.tracking.enums import Outcome, Pause, Version

if TYPE_CHECKING:
    from coursesite.accounts.models import User


class Immutable(RuntimeError):
    """A statement is voided, never updated."""


class DestinationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.is_superuser else self.none()

    def receiving(self) -> Self:
        """Those that get a delivery of each new statement, paused or not."""
        return self.filter(active=True)

    def ready(self) -> Self:
        """Neither paused nor waiting after an outage."""
        return self.filter(paused_reason="", next_try__lte=Now())


class Destination(models.Model):
    """An external record store to which copies are sent. The salt is never sent; the password is never shown."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True, editable=False)  # for commands
    endpoint = models.URLField(
        _("address"),
        max_length=300,
        help_text=_("The address that ends before “statements”, for example https://lrs.example.org/xapi"),
    )
    version = models.CharField(_("xAPI version"), max_length=8, choices=Version.choices, default=Version.V1)
    username = models.CharField(_("user name"), max_length=200)
    password_token = models.TextField(editable=False)  # encrypted by `credentials`
    salt = models.UUIDField(default=uuid.uuid4, editable=False)
    verbs = models.JSONField(_("traces sent"), default=list, blank=True)  # names of verbs; empty: all
    active = models.BooleanField(_("receives new traces"), default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    paused_reason = models.CharField(max_length=20, choices=Pause.choices, blank=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    next_try = models.DateTimeField(db_default=Now(), editable=False)
    outages = models.PositiveIntegerField(default=0, editable=False)  # in a row
    out_since = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, editable=False)
    stuck_on = models.BigIntegerField(null=True, editable=False)  # first row of a batch that drew a 500
    stuck_times = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination of traces")
        verbose_name_plural = _("destinations of traces")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_reason="", paused_at=None) | (~Q(paused_reason="") & Q(paused_at__isnull=False)),
                name="tracking_pause_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pseudonym(models.Model):
    """The random name under which a person appears in the own store (no destination) or in one destination."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    destination = models.ForeignKey(Destination, models.CASCADE, null=True, related_name="+")
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")
        constraints = [
            models.UniqueConstraint(fields=["person", "destination"], name="tracking_one_pseudonym_a_destination"),
            models.UniqueConstraint(fields=["person"], condition=Q(destination=None), name="tracking_one_own_pseudonym"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class StatementQuerySet(models.QuerySet):
    def update(self, **values: Any) -> NoReturn:
        raise Immutable("a statement is voided, never updated")

    def bulk_create(self, objs: Any, **options: Any) -> Any:
        if options.get("update_conflicts"):
            raise Immutable("a statement is voided, never updated")
        return super().bulk_create(objs, **options)

    def delete(self) -> NoReturn:
        raise Immutable("statements are deleted by erasure and purge only: see `purge`")

    def purge(self) -> int:
        """For erasure and the end of retention, which log it."""
        return super().delete()[0]

    def visible_to(self, user: User) -> Self:
        """Administrators see all of them, others those of which they are the subject."""
        return self if user.is_superuser else self.about(user)

    def about(self, person: User) -> Self:
        name = Pseudonym.objects.filter(person=person.pk, destination=None).values_list("name", flat=True).first()
        return self.filter(subject_key=str(name)) if name else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-stored", "-id")


class Statement(models.Model):
    """A trace, as kept in the own store. Immutable: saved once, voided if wrong."""

    id = models.UUIDField(primary_key=True, editable=False)
    timestamp = models.DateTimeField(_("moment"))  # of the event
    verb = models.CharField(_("verb"), max_length=120)  # IRI
    object_key = models.CharField(_("object"), max_length=400)  # IRI, name of an account, or id of a statement
    actor_key = models.CharField(max_length=64, db_index=True)
    subject_key = models.CharField(max_length=64, db_index=True)  # erasure and export go by subject
    registration = models.UUIDField(null=True, db_index=True)
    source = models.CharField(max_length=40, default="site")
    data_version = models.CharField(max_length=8, default="1.0.3")
    body = models.JSONField()
    stored = models.DateTimeField(_("stored"), default=timezone.now, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["-stored", "-id"], name="tracking_newest_first"),
            models.Index(fields=["verb", "-stored", "-id"], name="tracking_newest_of_a_verb"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses an existing row; not work, a guard."""
        if not self._state.adding:
            raise Immutable("a statement is voided, never updated")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("statements are deleted by erasure and purge only")


class Voiding(models.Model):
    """A statement taken back by another. The reason stays here."""

    voided = models.OneToOneField(Statement, models.CASCADE, related_name="voided_by")
    voiding = models.OneToOneField(Statement, models.CASCADE, related_name="voids")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("voided trace")
        verbose_name_plural = _("voided traces")
        constraints = [
            models.CheckConstraint(condition=~Q(voided=F("voiding")), name="tracking_voids_another"),
        ]

    def __str__(self) -> str:
        return str(self.voided_id)


class InvalidStatement(models.Model):
    """A body that our own rules refuse: a bug of ours, kept aside while the person's action went through."""

    key = models.CharField(max_length=200, unique=True)
    subject_key = models.CharField(max_length=64, db_index=True)
    body = models.JSONField()
    faults = models.JSONField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("trace set aside")
        verbose_name_plural = _("traces set aside")

    def __str__(self) -> str:
        return self.key


class DeliveryQuerySet(LeasedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self if user.is_superuser else self.none()

    def due(self) -> Self:
        """A paused destination, or one that waits after an outage, has nothing due."""
        return super().due().filter(destination__in=Destination.objects.ready())

    def set_aside(self) -> Self:
        """Statements that alone make the record store fail: neither sent nor refused."""
        return self.waiting().filter(failures__gt=0)


class Delivery(LeasedRow):
    """One statement to send to one destination."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="deliveries")
    destination = models.ForeignKey(Destination, models.CASCADE, related_name="deliveries")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, editable=False)
    http_status = models.PositiveSmallIntegerField(null=True, editable=False)
    message = models.CharField(
        max_length=500, blank=True, editable=False
    )  # the answer of the record store to a refused statement
    comparisons = models.PositiveSmallIntegerField(default=0, editable=False)  # known there, but not yet readable
    failures = models.PositiveSmallIntegerField(default=0, editable=False)  # 500s that this statement alone drew

    objects = DeliveryQuerySet.as_manager()

    class Meta(LeasedRow.Meta):
        verbose_name = _("delivery of a trace")
        verbose_name_plural = _("deliveries of traces")
        constraints = [
            *LeasedRow.Meta.constraints,
            models.UniqueConstraint(fields=["statement", "destination"], name="tracking_one_delivery_a_destination"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.destination_id}"

    @property
    def alone(self) -> bool:
        """Sent by itself: it was refused, could not be compared, or made the record store fail."""
        return bool(self.refusals or self.comparisons or self.failures)
