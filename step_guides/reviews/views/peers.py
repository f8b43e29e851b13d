"""Peer review: rounds of a cohort, what I have to read, what my organisation received."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.models import Cohort
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.guard import named
from coursesite.core.http import form_view, reads, see_other, writes
from coursesite.organisations.models import Organisation
from step_guides.reviews import actions, peers
from step_guides.reviews.actions.peers import Levels, can_schedule
from step_guides.reviews.forms import PeerRoundForm
from step_guides.reviews.models import PeerReading, PeerRound, Rubric
from step_guides.worksheets.presenters.document import freeze
from step_guides.worksheets.views.editing import lock_of


def _rubrics() -> dict[str, Rubric]:
    """The version in use of each kind that has one."""
    return {one.kind: one for one in Rubric.objects.newest().prefetch_related("criteria")}


@form_view
def rounds(request: HttpRequest, cohort: UUID) -> HttpResponseBase:
    """The rounds of a cohort, learner by learner, and a form to schedule one: for who trains it or acts for its network."""
    found = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("programme__network"), public_id=cohort)
    if not can_schedule(request.user, found):
        raise NotAllowed(_("Only the people who train this cohort, or act for its network, may do this."))
    known = _rubrics()
    kind = request.POST.get("kind") or request.GET.get("fiche", "")
    rubric = known.get(kind) or known.get("theory_of_change") or next(iter(known.values()), None)
    form = PeerRoundForm(request.POST if request.method == "POST" else None, rubric=rubric)
    status = 200
    if request.method == "POST":
        status = 422
        if rubric is not None and form.is_valid():
            try:
                fields = {key: value for key, value in form.cleaned_data.items() if key != "kind"}
                actions.schedule_round(found, rubric=rubric, **fields, by=request.user)
            except (Invalid, WrongState) as refused:
                status = refused.status
                for name, errors in getattr(refused, "errors", {}).items():
                    form.add_error(name, [str(one) for one in errors])
                if not getattr(refused, "errors", {}):
                    form.add_error(None, str(refused))
            else:
                messages.success(request, _("The round is scheduled. Each organisation is told, and may withdraw."))
                return see_other(reverse("reviews:peer_rounds", args=[found.public_id]))
    context = {
        "cohort": found,
        "form": form,
        "rubric": rubric,
        "rubrics": known.values(),
        "rounds": peers.followed(found, request.user),
    }
    return render(request, "reviews/peers/rounds.html", context, status=status)


@writes
def cancel(request: HttpRequest, peer_round: UUID) -> HttpResponseBase:
    visible = PeerRound.objects.visible_to(request.user).select_related("cohort__programme__network")
    found = get_object_or_404(visible, public_id=peer_round)
    if not can_schedule(request.user, found.cohort):
        raise Http404
    actions.cancel_round(found, by=request.user)
    messages.success(request, _("The round is cancelled: opinions that were sent stay."))
    return see_other(reverse("reviews:peer_rounds", args=[found.cohort.public_id]))


@reads
def mine(request: HttpRequest) -> HttpResponseBase:
    context = {
        "announced": peers.announced_to(request.user),
        "to_read": list(peers.to_read(request.user)),
        "given": list(peers.given_by(request.user)),
        "received": list(peers.received_by(request.user)),
    }
    return render(request, "reviews/peers/mine.html", context)


def _texts(said: dict[str, Any]) -> list[str]:
    return [said["strength"], said["suggestion"], *(text for _level, text in said["levels"].values())]


def _levels(request: HttpRequest, reading: PeerReading) -> Levels:
    found: Levels = {}
    for code in reading.round.codes:
        chosen = request.POST.get(f"level-{code}", "")
        found[code] = (int(chosen) if chosen in {"1", "2", "3", "4"} else None, request.POST.get(f"comment-{code}", ""))
    return found


@form_view
def reading(request: HttpRequest, reading: UUID) -> HttpResponseBase:
    """The version to read, and the opinion in preparation; once sent, what was said, without the version."""
    hers = PeerReading.objects.visible_to(request.user).filter(reader__person=request.user)
    found = get_object_or_404(peers.whole(hers), public_id=reading)
    status, errors, names, stale = 200, {}, [], None
    if request.method == "POST":
        said: dict[str, Any] = {"strength": request.POST.get("strength", ""), "suggestion": request.POST.get("suggestion", "")}
        said |= {"levels": _levels(request, found), "by": request.user}
        sends = request.POST.get("do") == "send"
        try:
            if found.sent_at is None:
                actions.keep_opinion(found, **said, lock=lock_of(request.POST.get("lock")))
                names = [] if request.POST.get("confirmed") or not sends else named(*_texts(said))
            if sends and not names:
                actions.send_opinion(found, **said)
        except Invalid as refused:
            status, errors = 422, refused.errors
        except WrongState as refused:
            if refused.code != "stale_lock":
                raise
            status, stale = 409, refused
        if names:
            status = 422
        if status == 200:
            messages.success(
                request, _("Your opinion is sent. Thank you.") if sends else _("Your draft is kept. Nobody else reads it.")
            )
            return see_other(reverse("reviews:peers") if sends else reverse("reviews:peer_reading", args=[reading]))
        found = get_object_or_404(peers.whole(hers), public_id=reading)
    open_now = found.sent_at is None and found.submission.withdrawn_at is None and found.round.is_running
    context = {
        "reading": found, "errors": errors, "open_now": open_now, "names": names, "stale": stale,
        "lines": peers.lines_of(found, errors, said["levels"] if stale else None),
        "frozen": freeze(found.submission.snapshot | {"dismissals": []}) if open_now else None,
        "strength": request.POST.get("strength", found.strength), "suggestion": request.POST.get("suggestion", found.suggestion),
    }  # fmt: skip
    return render(request, "reviews/peers/reading.html", context, status=status)


@writes
def useful(request: HttpRequest, reading: UUID) -> HttpResponseBase:
    mine = Organisation.objects.filter(memberships__in=request.user.memberships.current())
    received = PeerReading.objects.visible_to(request.user).filter(
        sent_at__isnull=False, submission__worksheet__organisation__in=mine
    )
    found = get_object_or_404(received.select_related("submission__worksheet__organisation"), public_id=reading)
    actions.judge_opinion(found, useful=request.POST.get("useful", ""), word=request.POST.get("word", ""), by=request.user)
    messages.success(request, _("Your answer is kept: the author of the opinion reads it."))
    return see_other(reverse("reviews:peers") + f"#opinion-{found.public_id.hex}")


@writes
def withdraw(request: HttpRequest, peer_round: UUID) -> HttpResponseBase:
    found = get_object_or_404(PeerRound.objects.visible_to(request.user).select_related("cohort"), public_id=peer_round)
    try:
        structure = UUID(request.POST.get("structure", ""))
    except ValueError as error:
        raise Http404 from error
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=structure)
    actions.withdraw_from_round(found, organisation, by=request.user)
    messages.success(request, _("Your organisation does not take part: nobody reads its worksheet any more in this round."))
    return see_other(reverse("reviews:peers"))
