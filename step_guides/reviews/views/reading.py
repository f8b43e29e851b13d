from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from coursesite.core.http import reads
from coursesite.organisations.permissions import is_member
from step_guides.reviews import queries
from step_guides.reviews.forms import ReplyForm
from step_guides.reviews.models import Review, Thread
from step_guides.reviews.presenters import desk
from step_guides.reviews.views.fetch import read_by_trainer
from step_guides.reviews.waiting import promise_of
from step_guides.worksheets.models import Submission


@reads
def detail(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """The version to read: what changed first, then all of it. A link in a mail opens it and claims nothing."""
    found = read_by_trainer(request, submission)
    return render(request, "reviews/detail.html", desk(found, request.user))


@reads
def answer(request: HttpRequest, submission: UUID) -> HttpResponseBase:
    """The answer to a version, as the organisation and the trainers of the cohort read it."""
    found = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related("worksheet__organisation"), public_id=submission
    )
    sent = Review.objects.visible_to(request.user).filter(submission=found, sent_at__isnull=False)
    review = get_object_or_404(
        sent.select_related("trainer", "signed_by", "rubric").prefetch_related("scores__criterion", *queries.PARTS)
    )
    threads = Thread.objects.visible_to(request.user).filter(submission=found).prefetch_related(queries.sent_comments())
    context = {
        "submission": found,
        "review": review,
        "worksheet": found.worksheet,
        "threads": [one for one in threads if one.sent],
    }
    return render(request, "reviews/answer.html", context | {"member": is_member(request.user, found.worksheet.organisation)})


@reads
def thread(request: HttpRequest, thread: UUID) -> HttpResponseBase:
    """One exchange, with the words it was about when it was opened."""
    visible = Thread.objects.visible_to(request.user).prefetch_related(queries.sent_comments())
    related = ("worksheet__organisation", "enrolment__cohort__programme", "submission", "opened_by", "settled_by")
    found = get_object_or_404(visible.select_related(*related), public_id=thread)
    member = is_member(request.user, found.worksheet.organisation)
    context = {"thread": found, "member": member, "form": ReplyForm(), "promise": promise_of(found)}
    return render(request, "reviews/thread.html", context)
