"""Answering a version together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from coursesite.accounts.models import User
from coursesite.core.errors import Invalid, WrongState
from coursesite.core.http import writes
from step_guides.reviews import actions
from step_guides.reviews.presenters import desk
from step_guides.reviews.views.drafting import back
from step_guides.reviews.views.fetch import read_by_trainer
from step_guides.worksheets.models import Submission
from step_guides.worksheets.queries import readers_of


def chosen_reader(request: HttpRequest, submission: Submission) -> User:
    """Among those who may read the version; nobody else is known of."""
    chosen = request.POST.get("to", "")
    readers = readers_of(submission.cohort, submission.worksheet.organisation)
    found = readers.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 10 else None
    if found is None:
        raise Invalid(_("Choose somebody who trains this cohort."))
    return found


@writes
def invite(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """« Répondre à deux »; to oneself, « Rejoindre », or the answer to an invitation."""
    found = read_by_trainer(request, submission)
    whom = chosen_reader(request, found)
    actions.invite(found, whom=whom, by=request.user)
    if whom == request.user:
        actions.open_review(found, by=request.user)
    else:
        messages.success(request, _("%(name)s is invited to answer this version with you.") % {"name": whom})
    return back(submission, "together")


@writes
def agree(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    agreed, found = request.POST.get("agreed", "") == "1", read_by_trainer(request, submission)
    try:
        actions.agree(found, by=request.user, agreed=agreed, seen=request.POST.get("seen", ""))
    except WrongState as refused:
        if refused.code != "changed":
            raise
        return render(request, "reviews/detail.html", desk(found, request.user, refused=refused), status=409)
    messages.success(request, _("Your agreement is given.") if agreed else _("Your agreement is taken back."))
    return back(submission, "together")


@writes
def leave(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    actions.leave(read_by_trainer(request, submission), by=request.user)
    messages.success(request, _("You no longer answer this version with the others. What you prepared is kept."))
    return back(submission)
