from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.core.http import form_view, see_other
from coursesite.organisations.models import Organisation
from step_guides.worksheets import actions
from step_guides.worksheets.forms import GuidedForm
from step_guides.worksheets.kinds import KindSpec
from step_guides.worksheets.models import Node, Worksheet
from step_guides.worksheets.presenters.home import organisation_of
from step_guides.worksheets.starters import starters
from step_guides.worksheets.views.sheets import address, anchor_of, refused, visible_sheet
from step_guides.worksheets.words import start_of


@form_view
def open_sheet(request: HttpRequest, spec: KindSpec) -> HttpResponse:
    """Leads to the sheet of the person's organisation; POST creates it when there is none yet."""
    organisation = organisation_of(request.user, request.POST.get("structure") or request.GET.get("structure") or "")
    if organisation is None:
        raise NotFound(_("You belong to no organisation: worksheets belong to organisations."), code="no_organisation")
    key = request.POST.get("ligne") or request.GET.get("ligne") or ""
    if request.method == "POST":
        made = actions.open_sheet(organisation, spec.kind, by=request.user)
        return see_other(address(made, anchor_of(made, key)))
    found = _sheet_of(request, organisation, spec)
    if found is not None:
        return see_other(address(found, anchor_of(found, key)))
    return render(
        request, "worksheets/start.html", {"spec": spec, "start": start_of(spec.kind), "organisation": organisation, "key": key}
    )


def _sheet_of(request: HttpRequest, organisation: Organisation, spec: KindSpec) -> Worksheet | None:
    return Worksheet.objects.visible_to(request.user).non_polymorphic().filter(organisation=organisation, kind=spec.kind).first()


@form_view
def guided(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Five questions, or the example of a sector."""
    worksheet = visible_sheet(request, public_id)
    chosen = starters().get(request.POST.get("depart", ""))
    typed = request.POST if request.method == "POST" and not chosen else None
    form = GuidedForm(typed, sector=worksheet.organisation.sector)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if chosen:
                actions.start_from(worksheet, chosen, by=request.user, op_id=_op_id(request))
                return _begun(request, worksheet, _("The example is there. Each wording is to be adapted: begin with the need."))
            if form.is_valid():
                answers = dict(form.cleaned_data)
                actions.guided_start(worksheet, answers, by=request.user, op_id=answers.pop("op_id"))
                return _begun(request, worksheet, _("Your first elements are there, already linked. Read them again one by one."))
        except (Invalid, WrongState) as refusal:
            status = refusal.status
            if chosen:
                return refused(request, worksheet, refusal)
            form.add_error(None, str(refusal.message))
    started = Node.objects.filter(worksheet=worksheet.pk).exists()
    context = {"form": form, "worksheet": worksheet, "started": started, "starters": starters().values()}
    return render(request, "worksheets/guided.html", context, status=status)


def _op_id(request: HttpRequest) -> UUID | None:
    """A form sent twice begins once."""
    try:
        return UUID(request.POST.get("op_id", ""))
    except ValueError:
        return None


def _begun(request: HttpRequest, worksheet: Worksheet, words: str) -> HttpResponse:
    messages.success(request, words)
    return see_other(address(worksheet) + "#outline")
