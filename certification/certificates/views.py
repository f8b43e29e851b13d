"""The holder's pages, and whoever may read them with her: the lead of her organisation, her trainers, the network."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certification.certificates import actions
from certification.certificates.enums import CertificateState
from certification.certificates.forms import RevokeForm, VisibilityForm
from certification.certificates.models import Certificate
from certification.certificates.permissions import can_revoke
from certification.certificates.queries import candidates
from certification.certificates.rendering import context_of
from certification.certificates.verification import standing
from coursesite.cohorts.queries import current_enrolments
from coursesite.core.documents import stored
from coursesite.core.errors import WrongState
from coursesite.core.http import reads, see_other, writes


@reads
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I hold, and what I still miss."""
    held = Certificate.objects.filter(enrolment__person=request.user).whole().prefetch_related("renderings")
    enrolments = list(current_enrolments(request.user).select_related("person"))
    waiting = [one for one in candidates(enrolments) if one.certificate is None]
    rows = [(certificate, standing(certificate)) for certificate in held]
    return render(request, "certificates/pages/mine.html", {"rows": rows, "waiting": waiting, "enrolments": enrolments})


@reads
def detail(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """A certificate page looks like the certificate."""
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).whole(), uuid=uuid)
    manages = can_revoke(request.user, certificate)
    page = {
        "certificate": certificate,
        "standing": standing(certificate),
        "facts": context_of(certificate.payload),
        "ready": certificate.renderings.filter(kind="plain").first(),
        "own": certificate.enrolment.person_id == request.user.pk,
        "manages": manages,
        "events": certificate.events.select_related("by").order_by("number") if manages else [],
        "visibility_form": VisibilityForm(initial={"visibility": certificate.visibility}),
        "revoke_form": RevokeForm(),
    }
    return render(request, "certificates/pages/detail.html", page)


@reads
def download(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The file, once the worker has made it; before, a page that says so."""
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).whole(), uuid=uuid)
    if certificate.state == CertificateState.REVOKED:
        raise WrongState(_("This certificate was revoked: its document is no longer given out."), code="revoked")
    ready = certificate.renderings.filter(kind="plain").first()
    path = stored(ready.sha256) if ready else None
    if path is None or not path.exists():
        return render(
            request, "certificates/pages/preparing.html", {"certificate": certificate, "facts": certificate.payload}, status=202
        )
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"certificat-{certificate.serial}.pdf", content_type="application/pdf"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@writes
def visibility(request: HttpRequest, uuid: str) -> HttpResponseBase:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).whole(), uuid=uuid)
    actions.show(certificate, request.POST.get("visibility", ""), by=request.user)
    return see_other(reverse("certificates:detail", args=[certificate.uuid]))
