from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotAllowed
from coursesite.core.http import form_view, reads, see_other, writes
from coursesite.organisations import actions
from coursesite.organisations.enums import MemberRole
from coursesite.organisations.forms import InviteForm, ProfileForm
from coursesite.organisations.models import Invitation, Membership, Organisation
from coursesite.organisations.permissions import can_manage, is_lead, may_manage
from coursesite.organisations.queries import team_of


def _visible(request: HttpRequest, public_id: UUID) -> Organisation:
    found = Organisation.objects.visible_to(request.user).select_related("network")
    return get_object_or_404(found, public_id=public_id)


def _page(organisation: Organisation) -> str:
    return reverse("organisations:detail", args=[organisation.public_id])


@reads
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    organisation = _visible(request, public_id)
    manages = can_manage(request.user, organisation)
    context = {
        "organisation": organisation,
        "manages": manages,
        "team": team_of(organisation, with_pending=manages),
        "lead": MemberRole.LEAD,
    }
    return render(request, "organisations/detail.html", context)


@form_view
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    organisation = _visible(request, public_id)
    may_manage(request.user, organisation)
    initial = {"name": organisation.name, "city": organisation.city, "sector": organisation.sector}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(organisation, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            for name, errors in refusal.errors.items():
                form.add_error(name, [str(error) for error in errors])
        else:
            messages.success(request, _("The profile is up to date."))
            return see_other(_page(organisation))
    status = 422 if form.is_bound else 200
    return render(request, "organisations/edit.html", {"organisation": organisation, "form": form}, status=status)


@form_view
def invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    organisation = _visible(request, public_id)
    may_manage(request.user, organisation)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, sent = actions.invite(organisation, **form.cleaned_data, by=request.user)
        except Invalid as refusal:
            for name, errors in refusal.errors.items():
                form.add_error(name, [str(error) for error in errors])
        else:
            said = (
                _("The invitation is on its way to %(email)s.") if sent else _("An invitation for %(email)s is already waiting.")
            )
            messages.success(request, said % {"email": invitation.email})
            return see_other(_page(organisation))
    context = {"organisation": organisation, "form": form, "leads": is_lead(request.user, organisation)}
    return render(request, "organisations/invite.html", context, status=422 if form.is_bound else 200)


def _invitation(request: HttpRequest, public_id: UUID) -> Invitation:
    """404 to strangers; 403 to members who do not lead, who know that colleagues are invited."""
    found = Invitation.objects.filter(organisation__in=Organisation.objects.visible_to(request.user))
    invitation = get_object_or_404(found.select_related("organisation__network"), public_id=public_id)
    may_manage(request.user, invitation.organisation)
    return invitation


@writes
def resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    invitation = actions.resend(_invitation(request, public_id), by=request.user)
    messages.success(
        request,
        _("A new message is on its way to %(email)s. The link of the earlier one no longer works.") % {"email": invitation.email},
    )
    return see_other(_page(invitation.organisation))


@writes
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    invitation = actions.revoke(_invitation(request, public_id), by=request.user)
    messages.success(request, _("The invitation of %(email)s is cancelled.") % {"email": invitation.email})
    return see_other(_page(invitation.organisation))


@writes
def change_role(request: HttpRequest, public_id: UUID, membership: int) -> HttpResponse:
    organisation = _visible(request, public_id)
    may_manage(request.user, organisation)
    found = Membership.objects.filter(organisation=organisation).select_related("organisation__network", "person")
    member = get_object_or_404(found, pk=membership)
    if member.person_id == request.user.pk:
        raise NotAllowed(_("Ask a colleague who leads to change your own role."))
    actions.change_role(member, role=request.POST.get("role", ""), by=request.user)
    messages.success(request, _("The role of %(name)s is changed.") % {"name": member.person.full_name})
    return see_other(_page(organisation))
