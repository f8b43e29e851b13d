from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, WrongState
from coursesite.core.http import form_view, see_other
from step_guides.reviews import actions
from step_guides.reviews.actions.deciding import advice_on, decisions_for, missing_before_sending
from step_guides.reviews.enums import ReviewDecision
from step_guides.reviews.pairs import drafts_of, parts_leaving, pending
from step_guides.reviews.pieces import marks, pieces_of
from step_guides.reviews.views.fetch import draft_to_sign, read_by_trainer
from step_guides.worksheets.forms import ReopenForm

DECISIONS = {"a-reprendre": ReviewDecision.RETURNED, "valider": ReviewDecision.VALIDATED, "lue": ReviewDecision.READ}


@form_view
def confirm(request: HttpRequest, submission: UUID, decision: str) -> HttpResponseBase:
    """What is about to be sent, in one page; the POST sends it."""
    if decision not in DECISIONS:
        raise Http404
    review = draft_to_sign(request, submission)
    if DECISIONS[decision] not in decisions_for(review):
        raise Http404
    found = review.submission
    if request.method != "POST" and not (found.is_live and review.is_draft):
        return see_other(reverse("reviews:detail", args=[submission]))
    status, error = 200, None
    if request.method == "POST":
        try:
            said = {name: request.POST.get(name, "") for name in ("override_reason", "pair_reason", "seen")}
            actions.decide(review, DECISIONS[decision], **said, by=request.user)
        except Invalid as refused:
            status, error = 422, refused
        except WrongState as refused:
            status, error = 409, refused
        else:
            messages.success(request, _("Your answer is sent."))
            return see_other(reverse("reviews:queue"))
    remarks = list(drafts_of(review, signer=request.user))
    context = {
        "submission": found, "review": review, "decision": DECISIONS[decision], "slug": decision, "error": error,
        "advice": advice_on(review), "missing": missing_before_sending(review, remarks),
        # asked again for a reason, the form still names what was first read
        "seen": request.POST.get("seen") if status == 422 else marks(pieces_of(parts_leaving(review, signer=request.user))),
        "remarks": remarks, "pending": pending(review, signer=request.user),
        "pair_reason": request.POST.get("pair_reason", ""),
        "scores": list(review.scores.select_related("criterion")),
        "override_reason": request.POST.get("override_reason", ""),
    }  # fmt: skip
    return render(request, "reviews/confirm.html", context, status=status)


@form_view
def reopen(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """« Rouvrir la fiche »: from its last answered version, with a reason that the organisation reads."""
    found = read_by_trainer(request, submission)
    form = ReopenForm(request.POST or None, reader="organisation")
    if request.method != "POST" and not found.worksheet.is_accepted:
        return see_other(reverse("reviews:detail", args=[submission]))
    if request.method == "POST" and form.is_valid():
        actions.reopen(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The worksheet is open again, and the organisation is told why."))
        return see_other(reverse("reviews:detail", args=[submission]))
    return render(request, "reviews/reopen.html", {"submission": found, "form": form}, status=422 if form.is_bound else 200)
