"""What a trainer prepares, piece by piece. Each piece is saved by its own POST, so that a closed browser loses nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import may_draft
from coursesite.core.http import see_other, wants_json, writes
from step_guides.reviews import actions
from step_guides.reviews.forms import LetterForm, NoteForm, RemarkForm
from step_guides.reviews.models import Comment
from step_guides.reviews.presenters import desk
from step_guides.reviews.views.fetch import own_draft, read_by_trainer
from step_guides.worksheets.actions import claim as claim_version


def back(submission: UUID, place: str = "") -> HttpResponseBase:
    return see_other(reverse("reviews:detail", args=[submission]) + (f"#{place}" if place else ""))


@writes
def claim(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """« Ouvrir »: claims the version and prepares the answer. One that was answered meanwhile is shown with its answer."""
    found = read_by_trainer(request, submission)
    if may_draft(request.user, found.cohort):
        found = claim_version(found, by=request.user)
    if found.is_live:
        actions.open_review(found, by=request.user)
    return back(submission)


@writes
def scores(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    review = own_draft(request, submission)
    levels = {}
    for criterion in review.rubric.criteria.all() if review.rubric else ():
        chosen = request.POST.get(f"level-{criterion.code}", "")
        if chosen or f"comment-{criterion.code}" in request.POST:
            level = int(chosen) if chosen in {"1", "2", "3", "4"} else None
            levels[criterion.code] = (level, request.POST.get(f"comment-{criterion.code}", ""))
    actions.save_scores(review, levels=levels, by=request.user)
    if wants_json(request):
        return HttpResponse(status=204)
    messages.success(request, _("The rubric is saved. Nobody reads it until you send your answer."))
    return back(submission, "rubric")


@writes
def letter(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    review = own_draft(request, submission)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(request, "reviews/detail.html", desk(review.submission, request.user, letter_form=form), status=422)
    actions.save_letter(review, letter=form.cleaned_data["letter"], next_step=form.cleaned_data["next_step"], by=request.user)
    if wants_json(request):
        return HttpResponse(status=204)
    messages.success(request, _("The letter is saved. Nobody reads it until you send your answer."))
    return back(submission, "letter")


@writes
def comment(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    review = own_draft(request, submission)
    anchor = request.POST.get("anchor", "")[:60]
    form = RemarkForm(request.POST, auto_id=False)
    if not form.is_valid():
        failed = {"failed_form": form, "failed_anchor": anchor}
        return render(request, "reviews/detail.html", desk(review.submission, request.user, **failed), status=422)
    actions.comment(review, anchor, kind=form.cleaned_data["kind"], text=form.cleaned_data["text"], by=request.user)
    return back(submission, anchor.replace(":", "-"))


def _own(request: HttpRequest, pk: int) -> Comment:
    drafts = Comment.objects.visible_to(request.user).filter(author=request.user, sent_at=None, thread__submission__isnull=False)
    return get_object_or_404(drafts.select_related("thread__submission"), pk=pk)


@writes
def edit_comment(request: HttpRequest, comment: int) -> HttpResponseBase:
    message = _own(request, comment)
    form = RemarkForm(request.POST, auto_id=False)
    submission = message.thread.submission
    if not form.is_valid():
        failed = {"failed_form": form, "failed_anchor": message.thread.anchor}
        return render(
            request,
            "reviews/detail.html",
            desk(read_by_trainer(request, submission.public_id), request.user, **failed),
            status=422,
        )
    actions.edit_comment(message, kind=form.cleaned_data["kind"], text=form.cleaned_data["text"], by=request.user)
    return back(submission.public_id, message.thread.anchor.replace(":", "-"))


@writes
def delete_comment(request: HttpRequest, comment: int) -> HttpResponseBase:
    message = _own(request, comment)
    submission, anchor = message.thread.submission.public_id, message.thread.anchor
    actions.delete_comment(message, by=request.user)
    return back(submission, anchor.replace(":", "-"))


@writes
def note(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    found = read_by_trainer(request, submission)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "reviews/detail.html", desk(found, request.user, note_form=form), status=422)
    actions.note(found, text=form.cleaned_data["text"], by=request.user)
    return back(submission, "notes")
