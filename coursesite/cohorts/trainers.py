"""Who trains a cohort: somebody whom the officer's network knows is assigned at once, anybody else is invited by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coursesite.accounts.privileges import role_changed
from coursesite.cohorts.actions import check_running
from coursesite.cohorts.enums import Contribution, TrainerKind
from coursesite.cohorts.models import Cohort, TrainerAssignment, TrainerInvitation
from coursesite.cohorts.permissions import may_officer
from coursesite.cohorts.queries import people_known_to
from coursesite.core.errors import WrongState
from coursesite.notifications.actions import notify
from coursesite.organisations.links import accept_link, check_open, renew_link, revoke_link, send

if TYPE_CHECKING:
    from coursesite.accounts.models import User

INVITED = "cohorts.trainer_invited"


@transaction.atomic
def add_trainer(
    cohort: Cohort, *, email: str, kind: str, by: User, full_name: str = "", contribution: str = Contribution.DECIDES
) -> TrainerAssignment | TrainerInvitation:
    """Whether an account exists elsewhere changes nothing here: the answer depends on the officer's own network only."""
    may_officer(by, cohort.programme.network)
    email = email.strip().lower()
    known = people_known_to(by).filter(email=email).first()
    if known is not None:
        return assign(cohort, person=known, kind=kind, contribution=contribution)
    waiting = TrainerInvitation.objects.waiting().filter(cohort=cohort, email=email)
    found = waiting.first()
    if found is not None:
        return found if not found.is_expired and found.may_be_offered() else renew_link(found, to=INVITED, by=by)
    check_running([cohort])
    fresh = TrainerInvitation(
        cohort=cohort, email=email, kind=kind, contribution=contribution, full_name=full_name, invited_by=by
    ).seal()
    TrainerInvitation.objects.bulk_create([fresh], ignore_conflicts=True)
    kept = waiting.get()
    if kept.public_id == fresh.public_id:
        send(kept, to=INVITED, by=by)
    return kept


@transaction.atomic
def assign(
    cohort: Cohort, *, person: User, kind: str, contribution: str = Contribution.DECIDES, tell: bool = True
) -> TrainerAssignment:
    """Trains the cohort from today on; told by mail the first time."""
    current = TrainerAssignment.objects.current().filter(cohort=cohort, person=person).first()
    if current is not None:
        return current
    fields = {"kind": kind, "contribution": contribution, "starts_on": timezone.localdate()}
    assignment, created = TrainerAssignment.objects.get_or_create(cohort=cohort, person=person, ends_on=None, defaults=fields)
    if created:
        transaction.on_commit(lambda: role_changed(person))  # her role asks for a second factor from now on
    if created and tell:
        notify("cohorts.trainer_assigned", to=person, payload={"assignment": assignment.pk}, dedupe=f"{assignment.pk}")
    return assignment


def check_training(invitation: TrainerInvitation, *, person: User | None = None) -> None:
    """Raises what the holder of the link should read, before and when she accepts."""
    check_open(invitation, person=person)
    if invitation.accepted_at is None:
        check_running([invitation.cohort])


@transaction.atomic
def accept_training(invitation: TrainerInvitation, *, person: User) -> TrainerAssignment:
    """Used before by this same person: the assignment it gave, if it has not ended."""
    check_training(invitation, person=person)
    if accept_link(invitation, person=person):
        return assign(invitation.cohort, person=person, kind=invitation.kind, contribution=invitation.contribution, tell=False)
    given = TrainerAssignment.objects.current().filter(cohort=invitation.cohort, person=person).first()
    if given is None:
        raise WrongState(_("This invitation has been used or cancelled."), code="already_used")
    return given


@transaction.atomic
def change_assignment(assignment: TrainerAssignment, *, kind: str, contribution: str, by: User) -> TrainerAssignment:
    """What somebody trains in, and how far she goes in reviews, from now on. What she decided before stays."""
    may_officer(by, assignment.cohort.programme.network)
    current = TrainerAssignment.objects.current().filter(pk=assignment.pk)
    if current.update(kind=TrainerKind(kind), contribution=Contribution(contribution)) != 1:
        raise WrongState(_("This person no longer trains the cohort."), code="ended")
    assignment.kind, assignment.contribution = kind, contribution
    return assignment


@transaction.atomic
def end_assignment(assignment: TrainerAssignment, *, by: User) -> bool:
    """Ends today, with immediate effect. What the trainer wrote stays."""
    may_officer(by, assignment.cohort.programme.network)
    return TrainerAssignment.objects.current().filter(pk=assignment.pk).update(ends_on=timezone.localdate()) == 1


@transaction.atomic
def resend_to_trainer(invitation: TrainerInvitation, *, by: User) -> TrainerInvitation:
    may_officer(by, invitation.cohort.programme.network)
    if (
        invitation.accepted_at is None
        and invitation.revoked_at is None
        and invitation.sent_at > timezone.now() - timedelta(minutes=1)
    ):
        return invitation  # a double click
    check_running([invitation.cohort])
    return renew_link(invitation, to=INVITED, by=by)


@transaction.atomic
def revoke_trainer_invitation(invitation: TrainerInvitation, *, by: User) -> TrainerInvitation:
    may_officer(by, invitation.cohort.programme.network)
    return revoke_link(invitation)
