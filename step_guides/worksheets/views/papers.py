"""Documents: asking for one, seeing how far it is, taking it away."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Cohort
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.file_requests import FileState
from coursesite.core.http import reads, see_other, writes
from coursesite.organisations.models import Organisation
from coursesite.organisations.permissions import is_member
from step_guides.worksheets import actions
from step_guides.worksheets.enums import PaperFormat
from step_guides.worksheets.models import Paper, Submission
from step_guides.worksheets.presenters.papers import name_of
from step_guides.worksheets.presenters.standing import age
from step_guides.worksheets.views.sheets import visible_sheet

TYPES = {PaperFormat.PDF: "application/pdf", PaperFormat.ODT: "application/vnd.oasis.opendocument.text"}


def _format(request: HttpRequest) -> str:
    asked = request.POST.get("format", "")
    if asked not in PaperFormat.values:
        raise Invalid(_("Choose one of the formats."), errors={"format": [_("Choose one of the formats.")]})
    return asked


def _shown(paper: Paper) -> HttpResponse:
    return see_other(reverse("worksheets:paper", args=[paper.public_id]))


@writes
def of_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    worksheet = visible_sheet(request, public_id)
    return _shown(actions.ask_for_sheet(worksheet, _format(request), by=request.user))


@writes
def of_version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = Submission.objects.visible_to(request.user).select_related("worksheet__organisation", "cohort")
    submission = get_object_or_404(found, public_id=public_id)
    return _shown(actions.ask_for_version(submission, _format(request), by=request.user))


@writes
def of_dossier(request: HttpRequest, organisation: UUID) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=organisation)
    return _shown(actions.ask_for_dossier(found, _format(request), by=request.user))


@writes
def of_received(request: HttpRequest, organisation: UUID, cohort: UUID) -> HttpResponse:
    """What an organisation sent to a cohort, for whoever trains it."""
    sent = Submission.objects.visible_to(request.user).filter(
        worksheet__organisation__public_id=organisation, cohort__public_id=cohort
    )
    one = sent.select_related("worksheet__organisation", "cohort").first()
    found = get_object_or_404(Organisation, pk=one.worksheet.organisation_id if one else None)
    trained = get_object_or_404(Cohort, pk=one.cohort_id if one else None)
    return _shown(actions.ask_for_received(found, trained, _format(request), by=request.user))


def _visible(request: HttpRequest, public_id: UUID) -> Paper:
    found = Paper.objects.visible_to(request.user).select_related("organisation", "cohort", "worksheet", "submission__worksheet")
    return get_object_or_404(found, public_id=public_id)


@writes
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _shown(actions.ask_again(_visible(request, public_id), by=request.user))


@reads
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; the file once it is ready."""
    paper = _visible(request, public_id)
    context = {
        "paper": paper,
        "name": name_of(paper),
        "time": age(paper.asked_at),
        "member": is_member(request.user, paper.organisation),
    }
    return render(request, "worksheets/paper.html", context)


@reads
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    paper = _visible(request, public_id)
    if paper.state != FileState.READY or not paper.path.exists():
        raise WrongState(_("This document is not ready. Its page says how far it is."), code="not_ready", state=paper.state)
    name = f"{paper.file_name}.{paper.format}"
    response = FileResponse(
        paper.path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[PaperFormat(paper.format)]
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
