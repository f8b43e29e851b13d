from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coursesite.accounts.models import User
from coursesite.cohorts.enums import ANSWERING
from coursesite.cohorts.models import Cohort, Enrolment, Participation, TrainerAssignment, TrainerInvitation
from coursesite.organisations.models import Membership, NetworkRole
from coursesite.organisations.permissions import officer_networks

if TYPE_CHECKING:
    from coursesite.organisations.models import Organisation


def current_enrolments(user: User) -> QuerySet[Enrolment]:
    """What the person follows, latest first."""
    found = Enrolment.objects.open().filter(person=user)
    return found.select_related("cohort__programme__network", "organisation").order_by("-enrolled_at")


def current_enrolment(user: User) -> Enrolment | None:
    return current_enrolments(user).first() if user.is_authenticated else None


def trainers_of(cohort: Cohort) -> QuerySet[User]:
    """People who train the cohort today, in the order they were assigned."""
    assigned = TrainerAssignment.objects.current().filter(cohort=cohort)
    return User.objects.filter(is_active=True, trainer_assignments__in=assigned).order_by("trainer_assignments__pk")


def answerers_of(cohort: Cohort | int) -> QuerySet[User]:
    """Those of its trainers who prepare answers. Experts who accompany comment, and answer requests for help."""
    assigned = TrainerAssignment.objects.current().filter(cohort=cohort, contribution__in=ANSWERING)
    return User.objects.filter(is_active=True, trainer_assignments__in=assigned).order_by("trainer_assignments__pk")


def cohort_of(organisation: Organisation) -> Cohort | None:
    """The cohort in which the organisation takes part now, the latest if several."""
    taking_part = Participation.objects.filter(organisation=organisation, left_on=None)
    latest = taking_part.select_related("cohort__programme").order_by("-cohort__starts_on", "-pk").first()
    return latest.cohort if latest else None


def trained_cohorts(user: User) -> QuerySet[Cohort]:
    assigned = TrainerAssignment.objects.current().filter(person=user)
    return Cohort.objects.filter(trainer_assignments__in=assigned).select_related("programme__network").distinct()


def people_known_to(officer: User) -> QuerySet[User]:
    """People who belong, train, have trained or act in the networks of the officer. The existence of others is not hers to know."""
    networks = officer_networks(officer)
    members = Membership.objects.current().filter(organisation__network__in=networks).values("person")
    trainers = TrainerAssignment.objects.filter(cohort__programme__network__in=networks).values("person")
    officers = NetworkRole.objects.current().filter(network__in=networks).values("person")
    return User.objects.filter(is_active=True).filter(Q(pk__in=members) | Q(pk__in=trainers) | Q(pk__in=officers))


def trainer_invitation_of(token: str) -> TrainerInvitation | None:
    found = TrainerInvitation.objects.of_token(token)
    return found.select_related("cohort__programme__network", "invited_by", "accepted_by").first()


def trainer_assignments_of(cohort: Cohort) -> QuerySet[TrainerAssignment]:
    return TrainerAssignment.objects.current().filter(cohort=cohort).select_related("person").order_by("pk")


def cohorts_with_figures(user: User) -> QuerySet[Cohort]:
    """The cohorts a person may see, each with `organisation_count`, `people_count` and `trainer_count`. One query."""

    def counted(rows: QuerySet, *, of: str = "pk") -> Coalesce:
        totals = (
            rows.filter(cohort=OuterRef("pk"))
            .order_by()
            .values("cohort")
            .annotate(total=Count(of, distinct=True))
            .values("total")
        )
        return Coalesce(Subquery(totals), 0)

    return (
        Cohort.objects.visible_to(user)
        .select_related("programme__network")
        .annotate(
            organisation_count=counted(Participation.objects.filter(left_on=None)),
            people_count=counted(Enrolment.objects.open()),
            trainer_count=counted(TrainerAssignment.objects.current(), of="person"),
        )
        .order_by("-starts_on", "name")
    )
