"""Who sees what, said a second time in plain Python: what `visible_to` says in SQL, from the facts of one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from certification.certificates.models import Achievement, Certificate
from certification.evidence.models import Dossier
from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Enrolment, Import, Programme, TrainerInvitation
from coursesite.notifications.models import Message
from coursesite.organisations.models import Invitation, Network, Organisation
from coursesite.tracking.models import Delivery, Destination, Pseudonym, Statement
from modules.advice.models import AdviceRequest
from step_guides.reviews.models import Comment, PeerReading, PeerRound, PrivateNote, ReaderComment, ReadingLink, Review, Thread
from step_guides.worksheets.models import MODELS, Paper, RestorePoint, Submission, Worksheet


@dataclass
class Facts:
    """What is true of a person today."""

    person: User
    belongs: set[int]  # organisations
    leads: set[int]
    enrolled: set[int]  # cohorts
    trains: set[int]
    acts: set[int]  # networks
    names: set[str]  # in the own store of traces

    @property
    def administers(self) -> bool:
        return self.person.is_superuser


def today(row: Any) -> bool:
    now = timezone.localdate()
    return row.starts_on <= now and (row.ends_on is None or row.ends_on > now)


def facts_of(person: User) -> Facts:
    memberships = [one for one in person.memberships.all() if today(one)]
    belongs = {one.organisation_id for one in memberships}
    roles = {one.network_id for one in person.network_roles.all() if today(one)}
    return Facts(
        person,
        belongs,
        leads={one.organisation_id for one in memberships if one.role == "lead"},
        enrolled={one.cohort_id for one in person.enrolments.all() if one.left_on is None and one.organisation_id in belongs},
        trains={one.cohort_id for one in person.trainer_assignments.all() if today(one)},
        acts={one.pk for one in Network.objects.all() if person.is_superuser or _line(one) & roles},
        names={str(one.name) for one in Pseudonym.objects.filter(person=person, destination=None)},
    )


def _line(network: Network | None) -> set[int]:
    """A network and all that it is part of."""
    return {network.pk} | _line(network.parent) if network else set()


def _sees_thread(one: Thread, of: Facts) -> bool:
    trained = one.enrolment.cohort_id in of.trains
    said = any(comment.sent_at for comment in one.comments.all())
    drafted = one.opened_by_id == of.person.pk or _together(one.submission, one.opened_by_id, of)
    return (said and (one.worksheet.organisation_id in of.belongs or trained)) or (trained and drafted)


def _together(submission: Submission | None, author: int, of: Facts) -> bool:
    """Whether the person answers a version together with whoever wrote."""
    team = {one.trainer_id for one in submission.team.all()} if submission else set()
    return {author, of.person.pk} <= team


def _sees_comment(one: Comment, of: Facts) -> bool:
    own = one.author_id == of.person.pk or _together(one.thread.submission, one.author_id, of)
    return _sees_thread(one.thread, of) and (one.sent_at is not None or own)


def _sees_review(one: Review, of: Facts) -> bool:
    trained = one.submission.cohort_id in of.trains
    if one.is_draft:
        return trained and (one.trainer_id == of.person.pk or _together(one.submission, one.trainer_id, of))
    return trained or one.submission.worksheet.organisation_id in of.belongs


def _sees_version(one: Submission, of: Facts) -> bool:
    return one.worksheet.organisation_id in of.belongs or (one.withdrawn_at is None and one.cohort_id in of.trains)


def _sees_paper(one: Paper, of: Facts) -> bool:
    if one.submission is not None:
        return _sees_version(one.submission, of)
    if one.cohort is None:
        return one.organisation_id in of.belongs
    versions = Submission.objects.filter(cohort=one.cohort, worksheet__organisation=one.organisation)
    stale = one.made_at is not None and any(sent.withdrawn_at and sent.withdrawn_at >= one.made_at for sent in versions)
    return one.cohort_id in of.trains and not stale


def _sees_evidence(one: Dossier, of: Facts) -> bool:
    if one.asked_by_id != of.person.pk or (one.with_texts and one.organisation_id not in of.belongs):
        return False
    if one.enrolment:
        return one.enrolment.person_id == of.person.pk or one.enrolment.cohort.programme.network_id in of.acts
    return one.organisation_id in of.leads or one.organisation.network_id in of.acts


def _sees_opinion(one: PeerReading, of: Facts) -> bool:
    her = one.reader
    asked = (
        her.person_id == of.person.pk and her.left_on is None and her.organisation_id in of.belongs and one.cancelled_at is None
    )
    return asked or (
        one.sent_at is not None and (one.submission.worksheet.organisation_id in of.belongs or one.round.cohort_id in of.trains)
    )


SIGHT: dict[Any, Callable[[Any, Facts], bool]] = {
    Organisation: lambda one, of: one.pk in of.belongs or one.network_id in of.acts,
    Invitation: lambda one, of: one.organisation_id in of.leads or one.organisation.network_id in of.acts,
    Programme: lambda one, of: one.network_id in of.acts,
    Cohort: lambda one, of: one.pk in of.enrolled | of.trains or one.programme.network_id in of.acts,
    Enrolment: lambda one, of: (
        one.person_id == of.person.pk or one.cohort_id in of.trains or one.cohort.programme.network_id in of.acts
    ),
    TrainerInvitation: lambda one, of: one.cohort.programme.network_id in of.acts,
    Import: lambda one, of: one.cohort.programme.network_id in of.acts,
    Worksheet: lambda one, of: one.organisation_id in of.belongs,
    **{model: lambda one, of: one.organisation_id in of.belongs for model in MODELS.values()},
    RestorePoint: lambda one, of: one.worksheet.organisation_id in of.belongs,
    Submission: _sees_version,
    Paper: _sees_paper,
    Review: _sees_review,
    PrivateNote: lambda one, of: (
        one.submission.cohort_id in of.trains and one.submission.worksheet.organisation_id not in of.belongs
    ),
    Thread: _sees_thread,
    Comment: _sees_comment,
    PeerRound: lambda one, of: (
        one.cohort_id in of.enrolled or one.cohort_id in of.trains or one.cohort.programme.network_id in of.acts
    ),
    AdviceRequest: lambda one, of: (
        one.attempt.enrolment.person_id == of.person.pk
        or (one.attempt.enrolment.cohort_id in of.trains and one.attempt.enrolment.organisation_id not in of.belongs)
    ),
    PeerReading: _sees_opinion,
    ReadingLink: lambda one, of: one.worksheet.organisation_id in of.belongs,
    ReaderComment: lambda one, of: one.link.worksheet.organisation_id in of.belongs,
    Achievement: lambda one, of: one.issuer.network_id in of.acts,
    Certificate: lambda one, of: (
        one.enrolment.person_id == of.person.pk
        or one.enrolment.organisation_id in of.leads
        or one.enrolment.cohort_id in of.trains
        or one.issuer.network_id in of.acts
    ),
    Message: lambda one, of: one.person_id == of.person.pk,
    Dossier: _sees_evidence,
    Destination: lambda one, of: of.administers,
    Delivery: lambda one, of: of.administers,
    Statement: lambda one, of: of.administers or one.subject_key in of.names,
}
