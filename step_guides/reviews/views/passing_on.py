"""Who reads what: the desk, the workload, and a version that goes from one trainer to another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import is_trainer
from coursesite.core.errors import NotFound
from coursesite.core.http import form_view, reads, see_other, writes
from step_guides.reviews import actions, clock, queries
from step_guides.reviews.queue import Desk
from step_guides.reviews.views.fetch import read_by_trainer
from step_guides.reviews.views.pairing import chosen_reader
from step_guides.reviews.workload import cohorts_of, workload

A_PAGE = 25


@reads
def queue(request: HttpRequest) -> HttpResponseBase:
    """What waits for me, oldest first. Nobody but trainers has a queue."""
    desk = Desk(request.user, request.GET)
    if not desk.cohorts:
        raise NotFound("")
    page = Paginator(desk.versions().values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page", "")[:6])
    found = [(one, None if desk.answered else clock.promise_for(one)) for one in queries.load(page.object_list)]
    context = {"desk": desk, "page": page, "query": desk.query, "waiting": found}
    return render(request, "reviews/queue.html", context | {"questions": list(queries.questions_for(request.user)[:A_PAGE])})


@reads
def load(request: HttpRequest) -> HttpResponseBase:
    """Figures a trainer, to those who train and to those who act for the network."""
    cohorts = list(cohorts_of(request.user))
    if not cohorts:
        raise NotFound("")
    context = {"load": workload(cohorts), "trains": is_trainer(request.user), "several": len(cohorts) > 1}
    return render(request, "reviews/workload.html", context)


@form_view
def take_over(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """Says whom it is taken from, then takes it."""
    found = read_by_trainer(request, submission)
    if request.method != "POST":
        if not found.is_live or found.claimed_by_id in (None, request.user.pk):
            return see_other(reverse("reviews:detail", args=[submission]))
        return render(request, "reviews/take_over.html", {"submission": found, "promise": clock.promise_for(found)})
    actions.take_over(found, by=request.user)
    messages.success(request, _("You now answer this version."))
    return see_other(reverse("reviews:detail", args=[submission]))


@writes
def hand_over(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    found = read_by_trainer(request, submission)
    to = chosen_reader(request, found)
    actions.hand_over(found, to=to, by=request.user)
    messages.success(request, _("%(name)s now has this version, and is told.") % {"name": to})
    return see_other(reverse("reviews:queue"))
