from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coursesite.cohorts import actions
from coursesite.cohorts.enums import TrainerKind
from coursesite.cohorts.export import cohort_csv
from coursesite.cohorts.forms import AssignmentForm, CohortForm, OrganisationForm, ProgrammeForm
from coursesite.cohorts.models import Cohort, Programme, TrainerInvitation
from coursesite.cohorts.permissions import may_officer
from coursesite.cohorts.queries import cohorts_with_figures, trainer_assignments_of
from coursesite.cohorts.roster import roster
from coursesite.core.errors import Invalid, NotFound
from coursesite.core.http import form_view, reads, see_other
from coursesite.organisations.permissions import officer_networks

DELAYS = ("review_days", "message_days", "quiet_days", "quiet_reminders")


def visible_cohort(request: HttpRequest, public_id: UUID) -> Cohort:
    found = Cohort.objects.visible_to(request.user).select_related("programme__network")
    return get_object_or_404(found, public_id=public_id)


def officer_cohort(request: HttpRequest, public_id: UUID) -> Cohort:
    """404 to strangers, 403 to those who may look."""
    cohort = visible_cohort(request, public_id)
    may_officer(request.user, cohort.programme.network)
    return cohort


def cohort_page(cohort: Cohort) -> str:
    return reverse("cohorts:detail", args=[cohort.public_id])


def refuse(form: Form, refusal: Invalid) -> None:
    """Ties what an action refused to its fields, or to the form."""
    for name, errors in refusal.errors.items():
        form.add_error(name if name in form.fields else None, [str(error) for error in errors])
    if not refusal.errors:
        form.add_error(None, str(refusal.message))


@reads
def listing(request: HttpRequest) -> HttpResponse:
    networks = officer_networks(request.user)
    programmes = Programme.objects.visible_to(request.user).select_related("network").annotate(cohort_count=Count("cohorts"))
    context = {"cohorts": cohorts_with_figures(request.user), "programmes": programmes, "is_officer": networks.exists()}
    return render(request, "cohorts/list.html", context)


@form_view
def programme_create(request: HttpRequest) -> HttpResponse:
    networks = _own_networks(request)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, networks=networks)
    if request.method == "POST" and form.is_valid():
        try:
            data = dict(form.cleaned_data)
            programme = actions.create_programme(data.pop("network"), **data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The programme is ready. Open its first cohort."))
            return see_other(f"{reverse('cohorts:create')}?programme={programme.pk}")
    return render(request, "cohorts/programme_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _own_networks(request: HttpRequest) -> Any:
    """The networks of the officer; a page of officers does not exist for anybody else."""
    networks = officer_networks(request.user)
    if not networks:
        raise NotFound(_("There is nothing at this address."))
    return networks


@form_view
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user).select_related("network"), pk=pk)
    names = ("name", "months", "objectives", *DELAYS)
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        networks=None,
        initial={name: getattr(programme, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_programme(programme, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The programme is up to date."))
            return see_other(reverse("cohorts:list"))
    return render(
        request, "cohorts/programme_form.html", {"form": form, "programme": programme}, status=422 if form.is_bound else 200
    )


@form_view
def create(request: HttpRequest) -> HttpResponse:
    _own_networks(request)
    programmes = Programme.objects.visible_to(request.user)
    if not programmes:
        messages.info(request, _("A cohort belongs to a programme: describe the programme first."))
        return see_other(reverse("cohorts:programme_create"))
    chosen = request.GET.get("programme", "")
    form = CohortForm(
        request.POST if request.method == "POST" else None,
        programmes=programmes,
        initial={"programme": int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            data = dict(form.cleaned_data)
            cohort = actions.create_cohort(data.pop("programme"), **data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The cohort %(name)s is open.") % {"name": cohort.name})
            return see_other(cohort_page(cohort))
    return render(
        request, "cohorts/cohort_form.html", {"form": form, "programmes": programmes}, status=422 if form.is_bound else 200
    )


@form_view
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    names = ("name", "starts_on", "ends_on", "track", "read_in_pairs")
    form = CohortForm(
        request.POST if request.method == "POST" else None,
        programmes=None,
        initial={name: getattr(cohort, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_cohort(cohort, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The cohort is up to date."))
            return see_other(cohort_page(cohort))
    return render(request, "cohorts/cohort_form.html", {"form": form, "cohort": cohort}, status=422 if form.is_bound else 200)


@reads
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = visible_cohort(request, public_id)
    shown = roster(cohort, request.user, page=request.GET.get("page"))
    context: dict[str, Any] = {
        "cohort": cohort,
        "roster": shown,
        "view": shown.view,
        "assignments": list(trainer_assignments_of(cohort)),
    }
    if shown.view.manages:
        kinds = {one.kind for one in context["assignments"]}
        context |= {"assignment_form": AssignmentForm(), "has_pair": kinds >= {TrainerKind.THEORY, TrainerKind.FIELD}}
        invitations = list(TrainerInvitation.objects.waiting().filter(cohort=cohort).order_by("created_at"))
        empty = sum(not group.people for group in shown.groups)
        following = "trainers" if shown.groups and not context["assignments"] and not invitations else "waiting" if empty else ""
        context |= {"trainer_invitations": invitations, "empty_count": empty, "next": following}
    return render(request, "cohorts/detail.html", context)


@form_view
def add_organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = officer_cohort(request, public_id)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation, sent = actions.add_organisation(cohort, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            email = form.cleaned_data["email"]
            said = (
                _("%(name)s takes part. An invitation is on its way to %(email)s.")
                if sent
                else _("%(name)s takes part. No new message to %(email)s.")
            )
            messages.success(request, said % {"name": organisation.name, "email": email})
            again = "again" in request.POST
            return see_other(reverse("cohorts:add_organisation", args=[cohort.public_id]) if again else cohort_page(cohort))
    return render(
        request, "cohorts/organisation_form.html", {"cohort": cohort, "form": form}, status=422 if form.is_bound else 200
    )


@reads
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For the officers of the network: addresses and states of everybody."""
    cohort = officer_cohort(request, public_id)
    response = HttpResponse(cohort_csv(cohort), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(cohort.name) or "promotion"}.csv"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
