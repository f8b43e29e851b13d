"""Personal links received by mail. Opening one changes nothing; the button does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coursesite.cohorts.actions import check_joining
from coursesite.cohorts.actions import join as join_organisation
from coursesite.cohorts.forms import AccountForm
from coursesite.cohorts.joining import arrive, has_account
from coursesite.cohorts.queries import cohort_of, trainer_invitation_of, trainers_of
from coursesite.cohorts.trainers import accept_training, check_training
from coursesite.core.errors import Refusal, WrongState
from coursesite.core.http import form_view, public, see_other
from coursesite.organisations.personal_links import PersonalLink
from coursesite.organisations.queries import invitation_of


@dataclass(frozen=True)
class Door:
    """What a link opens: the words of its page, the action that accepts it, the page that follows."""

    template: str
    check: Callable[..., None]
    accept: Callable[..., Any]
    welcome: str
    place: str
    context: dict[str, Any]


@public
@form_view
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An organisation that invites a lead or a colleague."""
    invitation = invitation_of(token)
    if invitation is None:
        return _unknown(request)
    cohort = cohort_of(invitation.organisation)
    context = {"organisation": invitation.organisation, "cohort": cohort, "trainers": list(trainers_of(cohort)) if cohort else []}
    welcome = _("Welcome! You now belong to %(name)s.") % {"name": invitation.organisation.name}
    return _open(
        request, invitation, Door("cohorts/join.html", check_joining, join_organisation, welcome, "dashboards:home", context)
    )


@public
@form_view
def join_as_trainer(request: HttpRequest, token: str) -> HttpResponse:
    """A network that invites a trainer whom it does not know yet."""
    invitation = trainer_invitation_of(token)
    if invitation is None:
        return _unknown(request)
    welcome = _("Welcome! You now train %(name)s.") % {"name": invitation.cohort.name}
    return _open(
        request,
        invitation,
        Door(
            "cohorts/join_as_trainer.html",
            check_training,
            accept_training,
            welcome,
            "dashboards:home",
            {"cohort": invitation.cohort},
        ),
    )


def _open(request: HttpRequest, link: PersonalLink, door: Door) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    try:
        door.check(link, person=person)
    except Refusal as refusal:
        return _refused(request, link, refusal)
    if person is not None:
        if request.method != "POST":
            if link.accepted_at:  # the button was pressed already: nothing is left to do here
                return see_other(reverse(door.place))
            return _show(request, link, door)
        return _accepted(request, door, lambda: door.accept(link, person=person))
    if has_account(link):
        return _show(request, link, door, has_account=True, status=409 if request.method == "POST" else 200)
    form = AccountForm(
        request.POST if request.method == "POST" else None, email=link.email, initial={"full_name": link.full_name}
    )
    if request.method != "POST" or not form.is_valid():
        return _show(request, link, door, form=form, status=422 if form.is_bound else 200)

    def open_account() -> None:
        newcomer = arrive(link, accept=door.accept, **form.cleaned_data, language=get_language() or "fr")
        login(request, newcomer, backend="django.contrib.auth.backends.ModelBackend")

    try:
        return _accepted(request, door, open_account)
    except WrongState:  # pressed twice, or the account was opened this instant: the page says where things stand
        link.refresh_from_db()
        return _show(request, link, door, has_account=True, status=409)


def _accepted(request: HttpRequest, door: Door, act: Callable[[], Any]) -> HttpResponse:
    act()
    messages.success(request, door.welcome)
    return see_other(reverse(door.place))


def _show(request: HttpRequest, link: PersonalLink, door: Door, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"link": link, "inviter": link.invited_by, **door.context, **more}
    return _private(render(request, door.template, context, status=status))


def _refused(request: HttpRequest, link: PersonalLink, refusal: Refusal) -> HttpResponse:
    return _private(render(request, "cohorts/join_refused.html", {"link": link, "refusal": refusal}, status=refusal.status))


def _unknown(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "cohorts/join_unknown.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and listed by no search engine. (`same-origin` and not `no-referrer`, which would break the CSRF check.)"""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
