from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coursesite.organisations.enums import MemberRole, OfficerRole, Sector
from coursesite.organisations.personal_links import PersonalLink, PersonalLinkQuerySet, accepted_has_person

if TYPE_CHECKING:
    from coursesite.accounts.models import User


def with_mention(name: str, is_fictional: bool) -> str:
    """The name with the visible mention that every fictional network and organisation carries."""
    return f"{name} ({_('fictional example')})" if is_fictional else name


class TermQuerySet(models.QuerySet):
    """Roles with a first day, and the day they end. `ends_on` is the first day without the role: what ends today ends at once."""

    def current(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Network(models.Model):
    """A federation, or a region of one (`parent`). Two networks of different trees know nothing of each other."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("slug"), unique=True)
    is_fictional = models.BooleanField(_("fictional example"), default=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="regions", verbose_name=_("part of"))

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="organisations_network_not_own_parent",
                violation_error_message=_("A network is not part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return with_mention(self.name, self.is_fictional)


class NetworkRole(models.Model):
    """A person acts for a network (and for its regions)."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="network_roles")
    role = models.CharField(_("role"), max_length=20, choices=OfficerRole.choices, default=OfficerRole.OFFICER)
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("network role")
        verbose_name_plural = _("network roles")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "person", "role"], condition=Q(ends_on=None), name="organisations_one_open_network_role"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="organisations_network_role_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.network}"


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Organisations of which the person is a member today, or of the networks for which she acts."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        from coursesite.organisations.permissions import officer_networks

        mine = Membership.objects.current().filter(person=user).values("organisation")
        return self.filter(Q(pk__in=mine) | Q(network__in=officer_networks(user)))


class Organisation(models.Model):
    """A structure that evaluates what it does. Its worksheets belong to it, not to a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="organisations", verbose_name=_("network"))
    name = models.CharField(_("name"), max_length=160)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, default=Sector.OTHER)
    city = models.CharField(_("town"), max_length=80, blank=True)
    is_fictional = models.BooleanField(_("fictional example"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="organisations_one_name_a_network",
                violation_error_message=_("An organisation of this name already exists in the network."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return with_mention(self.name, self.is_fictional)


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ends_on=None), name="organisations_one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="organisations_membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


class InvitationQuerySet(PersonalLinkQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those sent to join an organisation that the person leads, or one of the networks for which she acts."""
        if not user.is_authenticated:
            return self.none()
        from coursesite.organisations.permissions import officer_networks

        led = Membership.objects.current().filter(person=user, role=MemberRole.LEAD).values("organisation")
        return self.filter(Q(organisation__in=led) | Q(organisation__network__in=officer_networks(user)))


class Invitation(PersonalLink):
    """A personal link to join an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)

    objects = InvitationQuerySet.as_manager()

    class Meta(PersonalLink.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            accepted_has_person("organisations_accepted_invitation_has_person"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="organisations_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"

    def may_be_offered(self) -> bool:
        from coursesite.organisations.permissions import can_invite

        return self.invited_by.is_active and can_invite(self.invited_by, self.organisation)
