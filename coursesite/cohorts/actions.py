"""Writes about programmes, cohorts, the organisations that take part and the people they enrol."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.cohorts.calendar import proposed_end
from coursesite.cohorts.models import Cohort, Enrolment, Participation, Programme
from coursesite.cohorts.permissions import may_officer
from coursesite.cohorts.statements import registered, unregistered
from coursesite.core.errors import Invalid, WrongState
from coursesite.organisations import actions as organisations
from coursesite.organisations.enums import MemberRole, Sector
from coursesite.organisations.links import check_open
from coursesite.organisations.models import Invitation, Membership, Network, Organisation
from coursesite.organisations.permissions import network_and_regions
from coursesite.organisations.queries import name_key, namesakes
from coursesite.tracking.record import record

if TYPE_CHECKING:
    from coursesite.accounts.models import User

LONGEST = 1100  # days


@transaction.atomic
def create_programme(network: Network, *, name: str, by: User, **fields: Any) -> Programme:
    """`fields`: length, objectives and delays, those of the model where nothing is said. The same again returns the one that is there."""
    may_officer(by, network)
    programme, created = Programme.objects.get_or_create(network=network, name=name, defaults=fields)
    if not created and any(getattr(programme, key) != value for key, value in fields.items()):
        _taken(_("A programme of this name already exists in the network."))
    return programme


@transaction.atomic
def edit_programme(programme: Programme, *, by: User, **fields: Any) -> Programme:
    may_officer(by, programme.network)
    _save(programme, fields, _("A programme of this name already exists in the network."))
    return programme


@transaction.atomic
def create_cohort(
    programme: Programme,
    *,
    name: str,
    starts_on: date,
    track: str,
    ends_on: date | None = None,
    read_in_pairs: bool = False,
    by: User,
) -> Cohort:
    """Without a last day, the one that the length of the programme proposes. The same again returns the one that is there."""
    may_officer(by, programme.network)
    ends_on = ends_on or proposed_end(starts_on, programme.months)
    _check_dates(starts_on, ends_on)
    fields = {"starts_on": starts_on, "ends_on": ends_on, "track": track, "read_in_pairs": read_in_pairs}
    cohort, created = Cohort.objects.get_or_create(programme=programme, name=name, defaults=fields)
    if not created and any(getattr(cohort, key) != value for key, value in fields.items()):
        _taken(_("A cohort of this name already exists in the programme."))
    return cohort


@transaction.atomic
def edit_cohort(
    cohort: Cohort,
    *,
    name: str,
    starts_on: date,
    track: str,
    ends_on: date | None = None,
    read_in_pairs: bool = False,
    by: User,
) -> Cohort:
    may_officer(by, cohort.programme.network)
    ends_on = ends_on or proposed_end(starts_on, cohort.programme.months)
    _check_dates(starts_on, ends_on)
    fields = {
        "name": name, "starts_on": starts_on, "ends_on": ends_on, "track": track, "read_in_pairs": read_in_pairs,
    }  # fmt: skip
    _save(cohort, fields, _("A cohort of this name already exists in the programme."))
    return cohort


def _check_dates(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        message = _("The last day comes after the first.")
        raise Invalid(message, errors={"ends_on": [message]})
    if (ends_on - starts_on).days > LONGEST:
        message = _("A cohort lasts three years at most.")
        raise Invalid(message, errors={"ends_on": [message]})


def _taken(message: str) -> None:
    raise Invalid(message, code="name_taken", errors={"name": [message]})


def _save(row: Programme | Cohort, fields: dict[str, Any], taken: str) -> None:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**fields)
    except IntegrityError:
        _taken(taken)
    row.refresh_from_db(fields=list(fields))


@transaction.atomic
def add_organisation(
    cohort: Cohort, *, name: str, by: User, city: str = "", sector: str = Sector.OTHER, email: str = "", full_name: str = ""
) -> tuple[Organisation, bool]:
    """The organisation takes part, and somebody is invited to lead it. Returns whether a message leaves.

    An organisation of this name in the network, or in one of its regions, is the one meant: it keeps its own profile.
    """
    may_officer(by, cohort.programme.network)
    found = namesakes(network_and_regions(cohort.programme.network), prefer=cohort.programme.network_id).get(name_key(name))
    if found is None:
        defaults = {"city": city, "sector": sector}
        found, _created = Organisation.objects.get_or_create(network=cohort.programme.network, name=name, defaults=defaults)
    take_part(cohort, found, by=by)
    if not email or Membership.objects.current().filter(organisation=found, person__email=email.lower()).exists():
        return found, False
    check_running([cohort])
    _invitation, sent = organisations.invite(found, email=email, full_name=full_name, role=MemberRole.LEAD, by=by)
    return found, sent


@transaction.atomic
def take_part(cohort: Cohort, organisation: Organisation, *, by: User) -> Participation:
    """The organisation is in the cohort, and so are the people who belong to it today."""
    may_officer(by, cohort.programme.network)
    participation, created = Participation.objects.get_or_create(cohort=cohort, organisation=organisation)
    if not created and participation.left_on is not None:
        Participation.objects.filter(pk=participation.pk).update(left_on=None)
        participation.left_on = None
    for membership in Membership.objects.current().filter(organisation=organisation).select_related("person"):
        enrol(cohort, person=membership.person, organisation=organisation)
    return participation


@transaction.atomic
def withdraw_organisation(participation: Participation, *, by: User) -> Participation:
    """The organisation leaves the cohort, its people with it. Its worksheets stay its own."""
    may_officer(by, participation.cohort.programme.network)
    if Participation.objects.filter(pk=participation.pk, left_on=None).update(left_on=timezone.localdate()):
        for enrolment in _of_cohort(
            Enrolment.objects.filter(cohort=participation.cohort_id, organisation=participation.organisation_id)
        ):
            leave(enrolment)
    participation.refresh_from_db()
    return participation


def enrol(cohort: Cohort, *, person: User, organisation: Organisation) -> Enrolment:
    """Enrolled once; somebody who had left comes back under the same registration. Call it inside a transaction."""
    now = timezone.now()
    fields = {"organisation": organisation, "enrolled_at": now}
    enrolment, created = Enrolment.objects.get_or_create(cohort=cohort, person=person, defaults=fields)
    if not created and not Enrolment.objects.open().filter(pk=enrolment.pk).exists():
        created = Enrolment.objects.filter(pk=enrolment.pk).update(left_on=None, organisation=organisation) == 1
        enrolment.refresh_from_db()
    if created:
        record(registered(enrolment, at=now))
    return enrolment


def leave(enrolment: Enrolment) -> bool:
    """Leaves the cohort; what was learned stays. False when already left. Call it inside a transaction."""
    if Enrolment.objects.filter(pk=enrolment.pk, left_on=None).update(left_on=timezone.localdate()) != 1:
        return False
    record(unregistered(enrolment, at=timezone.now()))
    return True


def check_running(cohorts: list[Cohort]) -> None:
    """An invitation ends with the cohorts it leads to; one that leads to none yet goes on."""
    today = timezone.localdate()
    if cohorts and all(cohort.ends_on < today for cohort in cohorts):
        raise WrongState(_("The promotion of this invitation is over."), code="cohort_over")


def check_joining(invitation: Invitation, *, person: User | None = None) -> None:
    """Raises what the holder of the link should read, before and when she accepts."""
    check_open(invitation, person=person)
    if invitation.accepted_at is None:
        check_running(_taking_part(invitation))


def _taking_part(invitation: Invitation) -> list[Cohort]:
    taking_part = Participation.objects.filter(organisation=invitation.organisation_id, left_on=None)
    return [one.cohort for one in taking_part.select_related("cohort")]


@transaction.atomic
def join(invitation: Invitation, *, person: User) -> Organisation:
    """Accepts the invitation: member of the organisation, enrolled in what it takes part in and is not over, in one transaction."""
    check_joining(invitation, person=person)
    organisations.accept(invitation, person=person)
    today = timezone.localdate()
    for cohort in _taking_part(invitation):
        if cohort.ends_on >= today:
            enrol(cohort, person=person, organisation=invitation.organisation)
    return invitation.organisation


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> bool:
    """Ends the membership today and the enrolments that came with it."""
    ended = organisations.end_membership(membership, by=by)
    if ended:
        for enrolment in _of_cohort(
            Enrolment.objects.filter(person=membership.person_id, organisation=membership.organisation_id)
        ):
            leave(enrolment)
    return ended


def _of_cohort(enrolments: Any) -> Any:
    return enrolments.filter(left_on=None).select_related("person", "cohort")
