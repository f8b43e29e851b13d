"""Writes about organisations and who belongs to them. Enrolment follows in `cohorts.actions`, which calls these."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.links import accept_link, check_open, renew_link, revoke_link, send
from coursesite.organisations.models import Invitation, Membership, Organisation
from coursesite.organisations.permissions import is_officer, may_manage
from coursesite.organisations.queries import name_key

if TYPE_CHECKING:
    from coursesite.accounts.models import User

MOST_PENDING = 100


@transaction.atomic
def edit_profile(organisation: Organisation, *, name: str, city: str, sector: str, by: User) -> Organisation:
    may_manage(by, organisation)
    others = Organisation.objects.filter(network=organisation.network_id).exclude(pk=organisation.pk)
    if name_key(name) in {name_key(other) for other in others.values_list("name", flat=True)}:
        message = _("An organisation of this name already exists in the network.")
        raise Invalid(message, errors={"name": [message]})
    Organisation.objects.filter(pk=organisation.pk).update(name=name, city=city, sector=sector)
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, by: User, role: str = MemberRole.MEMBER, full_name: str = ""
) -> tuple[Invitation, bool]:
    """The invitation, and whether a message leaves. An invitation still open is returned as it is; one that opens nothing any more
    (expired, or its sender has left) is sent again."""
    may_manage(by, organisation)
    email = email.strip().lower()
    if Membership.objects.current().filter(organisation=organisation, person__email=email).exists():
        message = _("This person already belongs to the organisation.")
        raise Invalid(message, code="already_member", errors={"email": [message]})
    waiting = Invitation.objects.waiting().filter(organisation=organisation)
    if waiting.count() >= MOST_PENDING:
        raise WrongState(_("Too many invitations are waiting. Cancel some of them first."), code="too_many_invitations")
    found = waiting.filter(email=email).first()
    if found is not None:
        if not found.is_expired and found.may_be_offered():
            return found, False
        return renew_link(found, to="organisations.invited", by=by), True
    fresh = Invitation(organisation=organisation, email=email, role=role, full_name=full_name, invited_by=by).seal()
    Invitation.objects.bulk_create([fresh], ignore_conflicts=True)  # somebody else may be inviting her this instant
    kept = Invitation.objects.waiting().get(organisation=organisation, email=email)
    if kept.public_id != fresh.public_id:
        return kept, False
    send(kept, to="organisations.invited", by=by)
    return kept, True


@transaction.atomic
def invite_leads(wanted: list[tuple[Organisation, str, str]], *, by: User) -> int:
    """(organisation, address, name) of many at once, in a fixed number of reads. Returns how many messages leave.

    Who already belongs to the organisation, or has an invitation that is still open, is left alone.
    """
    for network in {organisation.network_id: organisation.network for organisation, _email, _name in wanted}.values():
        if not is_officer(by, network):
            raise NotAllowed(_("Only the people who act for this network may do this."))
    ids = {organisation.pk for organisation, _email, _name in wanted}
    members = set(Membership.objects.current().filter(organisation__in=ids).values_list("organisation", "person__email"))
    waiting = {(one.organisation_id, one.email): one for one in Invitation.objects.waiting().filter(organisation__in=ids)}
    fresh, sent = [], 0
    for organisation, email, full_name in wanted:
        found = waiting.get((organisation.pk, email))
        if found is not None and found.is_expired:
            renew_link(found, to="organisations.invited", by=by)
            sent += 1
        elif found is None and (organisation.pk, email) not in members:
            fresh.append(
                Invitation(
                    organisation=organisation, email=email, full_name=full_name, role=MemberRole.LEAD, invited_by=by
                ).seal()
            )
    Invitation.objects.bulk_create(fresh, ignore_conflicts=True)
    for invitation in Invitation.objects.filter(public_id__in=[one.public_id for one in fresh]):
        send(invitation, to="organisations.invited", by=None)
        sent += 1
    return sent


@transaction.atomic
def resend(invitation: Invitation, *, by: User) -> Invitation:
    """A new message with a new link; the earlier link stops working."""
    may_manage(by, invitation.organisation)
    if (
        invitation.accepted_at is None
        and invitation.revoked_at is None
        and invitation.sent_at > timezone.now() - timedelta(minutes=1)
    ):
        return invitation  # a double click
    return renew_link(invitation, to="organisations.invited", by=by)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    may_manage(by, invitation.organisation)
    return revoke_link(invitation)


def accept(invitation: Invitation, *, person: User) -> Membership:
    """Uses the invitation and makes the person a member. Call it inside a transaction: `cohorts.actions.join` also enrols.

    Used before by this same person: the membership it gave, if she still has it. The mail of somebody removed opens nothing again.
    """
    check_open(invitation, person=person)
    if accept_link(invitation, person=person):
        return add_member(invitation.organisation, person=person, role=invitation.role)
    given = Membership.objects.current().filter(organisation=invitation.organisation, person=person).first()
    if given is None:
        raise WrongState(_("This invitation has been used or cancelled."), code="already_used")
    return given


def add_member(organisation: Organisation, *, person: User, role: str = MemberRole.MEMBER) -> Membership:
    """A current membership; a member invited as lead becomes lead. Nothing is ever taken away here."""
    current = Membership.objects.current().filter(organisation=organisation, person=person).first()
    if current is None:
        current, _created = Membership.objects.get_or_create(
            organisation=organisation, person=person, ends_on=None, defaults={"role": role, "starts_on": timezone.localdate()}
        )
    if role == MemberRole.LEAD and current.role != MemberRole.LEAD:
        Membership.objects.filter(pk=current.pk).update(role=role)
        current.role = role
    return current


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User) -> Membership:
    """Shares or takes back the lead of the organisation. There is always somebody who leads."""
    may_manage(by, membership.organisation)
    if role not in MemberRole.values:
        raise Invalid(_("Unknown role."), errors={"role": [_("Unknown role.")]})
    if role != MemberRole.LEAD:
        _keep_a_lead(membership)
    if not Membership.objects.current().filter(pk=membership.pk).update(role=role):
        raise WrongState(_("This person no longer belongs to the organisation."), code="not_a_member")
    membership.role = role
    return membership


def end_membership(membership: Membership, *, by: User) -> bool:
    """Ends it today, with immediate effect. False when it had already ended. Call it inside a transaction."""
    may_manage(by, membership.organisation)
    _keep_a_lead(membership)
    today = timezone.localdate()
    return Membership.objects.current().filter(pk=membership.pk).update(ends_on=today) == 1


def _keep_a_lead(membership: Membership) -> None:
    """Locks the memberships that lead, so that two leads cannot remove each other at once."""
    leads = Membership.objects.current().filter(organisation=membership.organisation_id, role=MemberRole.LEAD)
    others = [pk for pk in leads.select_for_update().values_list("pk", flat=True) if pk != membership.pk]
    if membership.role == MemberRole.LEAD and not others:
        raise WrongState(_("An organisation keeps at least one person who leads it. Choose another one first."), code="last_lead")
