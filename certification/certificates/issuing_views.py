"""The officer's pages: who is ready and what the others miss, the preview, the issue, the revocation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from certification.certificates import actions, payload, setup
from certification.certificates.forms import IssuerForm, RevokeForm
from certification.certificates.models import Achievement, Certificate
from certification.certificates.permissions import can_prepare, can_revoke
from certification.certificates.queries import candidates_of, previous_certificates
from coursesite.cohorts.models import Cohort, Enrolment
from coursesite.core.errors import Invalid, NotAllowed, NotFound, Refusal
from coursesite.core.http import form_view, reads, see_other, writes


def _cohort(request: HttpRequest, public_id: str) -> Cohort:
    cohorts = Cohort.objects.visible_to(request.user).select_related("programme__network")
    cohort = get_object_or_404(cohorts, public_id=public_id)
    if not can_prepare(request.user, cohort):
        raise NotAllowed(_("Only an officer of the network prepares certificates."))
    return cohort


def _asked(request: HttpRequest, enrolment: str, achievement: str) -> tuple[Enrolment, Achievement]:
    enrolments = Enrolment.objects.visible_to(request.user).select_related("person", "organisation", "cohort__programme__network")
    found = get_object_or_404(enrolments, public_id=enrolment)
    if not can_prepare(request.user, found.cohort):
        raise NotAllowed(_("Only an officer of the network issues its certificates."))
    achievements = Achievement.objects.visible_to(request.user).filter(issuer__network=found.cohort.programme.network_id)
    title = get_object_or_404(achievements.select_related("issuer__network"), slug=achievement)
    if not title.is_for(found.cohort):
        raise NotFound(_("This document is not that of the track of this cohort."))
    return found, title


@reads
def eligibility(request: HttpRequest, cohort: str) -> HttpResponseBase:
    """Who is ready and what the others miss."""
    found = _cohort(request, cohort)
    rows, network = candidates_of(found), found.programme.network
    page = {
        "cohort": found,
        "rows": rows,
        "ready": sum(row.ready for row in rows),
        "set_up": setup.is_set_up(network),
        "offers_course": setup.offers_course(network),
        "course_is_whole": setup.course_is_whole(),
    }
    return render(request, "certificates/pages/eligibility.html", page)


@reads
def preview(request: HttpRequest, enrolment: str, achievement: str) -> HttpResponseBase:
    """What would be printed, and the confirmation. The facts of the preview are named in the form: another content is another preview."""
    found, title = _asked(request, enrolment, achievement)
    held = Certificate.objects.current().filter(enrolment=found, achievement=title).first()
    if held is not None:
        return see_other(reverse("certificates:detail", args=[held.uuid]))
    outcome = actions.judge(found, title)
    page = {"enrolment": found, "achievement": title, "outcome": outcome, "cohort": found.cohort}
    if outcome.met:
        try:
            with translation.override(payload.LANGUAGE):
                facts = payload.draft(found, title, actions.judge(found, title))
            page |= {
                "facts": facts
                | {"starts": found.cohort.starts_on, "ends": found.cohort.ends_on, "total": sum(facts["minutes"].values())},
                "seen": payload.fingerprint(facts, previous_certificates(found, title)),
            }
        except Refusal as refusal:
            page["fault"] = refusal.message
    return render(request, "certificates/pages/preview.html", page)


@writes
def issue(request: HttpRequest, enrolment: str, achievement: str) -> HttpResponseBase:
    found, title = _asked(request, enrolment, achievement)
    certificate = actions.issue(found, title, by=request.user, seen=request.POST.get("seen", ""))
    words = {"serial": certificate.serial, "person": found.person}
    messages.success(
        request, _("Certificate %(serial)s is issued. %(person)s is told by e-mail; the document is being made.") % words
    )
    return see_other(reverse("certificates:detail", args=[certificate.uuid]))


@form_view
def revoke(request: HttpRequest, uuid: str) -> HttpResponseBase:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).whole(), uuid=uuid)
    if not can_revoke(request.user, certificate):
        raise NotAllowed(_("Only an officer of the network may do this."))
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(certificate, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("Certificate %(serial)s is revoked. The verification page says so from now on.") % {"serial": certificate.serial},
        )
        return see_other(reverse("certificates:detail", args=[certificate.uuid]))
    page = {"certificate": certificate, "facts": certificate.payload, "form": form}
    return render(request, "certificates/pages/revoke.html", page, status=422 if form.errors else 200)


@writes
def offer(request: HttpRequest, cohort: str) -> HttpResponseBase:
    """A network that issues already adds the documents of the whole course."""
    found = _cohort(request, cohort)
    if not setup.is_set_up(found.programme.network):
        return see_other(reverse("certificates:issuer", args=[found.public_id]))
    setup.offer_course(found.programme.network, by=request.user)
    messages.success(request, _("The documents of the whole course can be issued from now on."))
    return see_other(reverse("certificates:eligibility", args=[found.public_id]))


@form_view
def issuer(request: HttpRequest, cohort: str) -> HttpResponseBase:
    """A network says who it is before its first certificate."""
    found = _cohort(request, cohort)
    network = found.programme.network
    form = IssuerForm(request.POST or None, initial={"legal_name": network.name, "function": _("Head of the network")})
    if request.method == "POST" and form.is_valid():
        try:
            setup.set_up(network, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other(reverse("certificates:eligibility", args=[found.public_id]))
    page = {"cohort": found, "form": form}
    return render(request, "certificates/pages/issuer.html", page, status=422 if form.errors else 200)
