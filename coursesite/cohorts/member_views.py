"""Who trains, who takes part, who leaves: the buttons of a cohort's page. Each is a POST that answers with the page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts import actions, trainers
from coursesite.cohorts.forms import AssignmentForm, TrainerForm
from coursesite.cohorts.models import Participation, TrainerAssignment, TrainerInvitation
from coursesite.cohorts.views import cohort_page, officer_cohort
from coursesite.core.errors import Invalid
from coursesite.core.http import form_view, see_other, writes
from coursesite.organisations.models import Membership, Organisation
from coursesite.organisations.permissions import may_manage


@form_view
def add_trainer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    form = TrainerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "cohorts/trainer_form.html", {"cohort": cohort, "form": form}, status=422 if form.is_bound else 200
        )
    added = trainers.add_trainer(cohort, **form.cleaned_data, by=request.user)
    if isinstance(added, TrainerAssignment):
        messages.success(request, _("%(name)s trains this cohort.") % {"name": added.person.full_name})
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": added.email})
    return see_other(cohort_page(cohort))


@writes
def edit_assignment(request: HttpRequest, public_id: UUID, assignment: int) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    related = ("person", "cohort__programme__network")
    found = get_object_or_404(TrainerAssignment.objects.filter(cohort=cohort).select_related(*related), pk=assignment)
    form = AssignmentForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose among what is offered."))
    trainers.change_assignment(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("The contribution of %(name)s is up to date.") % {"name": found.person.full_name})
    return see_other(cohort_page(cohort))


@writes
def end_assignment(request: HttpRequest, public_id: UUID, assignment: int) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    found = get_object_or_404(
        TrainerAssignment.objects.filter(cohort=cohort).select_related("person", "cohort__programme__network"), pk=assignment
    )
    trainers.end_assignment(found, by=request.user)
    messages.success(request, _("%(name)s no longer trains this cohort.") % {"name": found.person.full_name})
    return see_other(cohort_page(cohort))


def _trainer_invitation(request: HttpRequest, public_id: UUID, invitation: UUID) -> TrainerInvitation:
    cohort = officer_cohort(request, public_id)
    found = TrainerInvitation.objects.filter(cohort=cohort).select_related("cohort__programme__network")
    return get_object_or_404(found, public_id=invitation)


@writes
def resend_to_trainer(request: HttpRequest, public_id: UUID, invitation: UUID) -> HttpResponse:
    sent = trainers.resend_to_trainer(_trainer_invitation(request, public_id, invitation), by=request.user)
    messages.success(
        request,
        _("A new message is on its way to %(email)s. The link of the earlier one no longer works.") % {"email": sent.email},
    )
    return see_other(cohort_page(sent.cohort))


@writes
def revoke_trainer_invitation(request: HttpRequest, public_id: UUID, invitation: UUID) -> HttpResponse:
    gone = trainers.revoke_trainer_invitation(_trainer_invitation(request, public_id, invitation), by=request.user)
    messages.success(request, _("The invitation of %(email)s is cancelled.") % {"email": gone.email})
    return see_other(cohort_page(gone.cohort))


@writes
def withdraw_organisation(request: HttpRequest, public_id: UUID, organisation: UUID) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    found = Participation.objects.filter(cohort=cohort).select_related("organisation", "cohort__programme__network")
    participation = get_object_or_404(found, organisation__public_id=organisation)
    actions.withdraw_organisation(participation, by=request.user)
    messages.success(
        request, _("%(name)s no longer takes part. Its worksheets stay its own.") % {"name": participation.organisation.name}
    )
    return see_other(cohort_page(cohort))


@writes
def remove_member(request: HttpRequest, public_id: UUID, membership: int) -> HttpResponse:
    """Here and not in organisations, because the enrolments end with the membership."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user).select_related("network"), public_id=public_id)
    may_manage(request.user, organisation)
    found = Membership.objects.filter(organisation=organisation).select_related("organisation__network", "person")
    member = get_object_or_404(found, pk=membership)
    actions.remove_member(member, by=request.user)
    messages.success(request, _("%(name)s no longer belongs to the organisation.") % {"name": member.person.full_name})
    if member.person_id == request.user.pk:
        return see_other(reverse("dashboards:home"))
    return see_other(reverse("organisations:detail", args=[organisation.public_id]))
