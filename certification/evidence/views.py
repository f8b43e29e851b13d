"""Files of evidence: asking for one, seeing how far it is, taking it away."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.evidence import actions
from certification.evidence.models import Dossier
from certification.evidence.permissions import reads_texts, require_ask
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import NotFound, WrongState
from coursesite.core.file_requests import FileState
from coursesite.core.http import form_view, reads, see_other
from coursesite.organisations.models import Organisation

TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@form_view
def learner(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """For the person herself, and for the network."""
    found = Enrolment.objects.visible_to(request.user).select_related(
        "person", "organisation__network", "cohort__programme__network"
    )
    one = get_object_or_404(found, public_id=enrolment)
    require_ask(request.user, one.organisation, one)
    if request.method == "POST":
        actions.ask_for_learner(one, by=request.user)
        return see_other(reverse("evidence:learner", args=[one.public_id]))
    return _page(request, one.organisation, one)


@form_view
def organisation(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """For those who lead it, and for the network."""
    found = Organisation.objects.visible_to(request.user).select_related("network")
    one = get_object_or_404(found, public_id=organisation)
    require_ask(request.user, one, None)
    if request.method == "POST":
        actions.ask_for_organisation(one, by=request.user)
        return see_other(reverse("evidence:organisation", args=[one.public_id]))
    return _page(request, one, None)


def _page(request: HttpRequest, organisation: Organisation, enrolment: Enrolment | None) -> HttpResponse:
    mine = Dossier.objects.visible_to(request.user).filter(organisation=organisation)
    mine = mine.filter(enrolment=enrolment) if enrolment else mine.filter(Q(enrolment=None))
    context = {
        "organisation": organisation,
        "enrolment": enrolment,
        "dossier": mine.first(),
        "texts": reads_texts(request.user, organisation),
    }
    return render(request, "evidence/dossier.html", context)


@reads
def download(request: HttpRequest, dossier: UUID, extension: str) -> HttpResponseBase:
    found = get_object_or_404(Dossier.objects.visible_to(request.user), public_id=dossier)
    if extension not in TYPES:
        raise NotFound(_("This page does not exist."))
    path = found.path(extension)
    if found.state != FileState.READY or not path.exists():
        raise WrongState(_("This document is not ready yet."), code="not_ready")
    name = f"dossier-de-preuves.{extension}"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[extension])
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
