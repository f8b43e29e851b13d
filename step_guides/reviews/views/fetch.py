"""What every view of the room starts from: the version, as this trainer may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coursesite.core.errors import WrongState
from step_guides.reviews.models import Review
from step_guides.worksheets.models import Submission
from step_guides.worksheets.permissions import require_trainer


def read_by_trainer(request: HttpRequest, public_id: UUID) -> Submission:
    """Of the cohorts that the person trains today, her own organisation's left out: 403 to its members, 404 to anybody else."""
    related = ("worksheet__organisation", "cohort__programme", "submitted_by", "claimed_by", "decided_by", "enrolment")
    found = Submission.objects.trained_by(request.user).select_related(*related).with_read_before(public_id)
    if found is None:
        require_trainer(request.user, get_object_or_404(Submission.objects.visible_to(request.user), public_id=public_id))
        raise Http404
    return found


def draft_to_sign(request: HttpRequest, public_id: UUID) -> Review:
    """Her own, or that of somebody who answers with her, named in the address."""
    whose = request.GET.get("de", "")
    if not (whose.isdecimal() and len(whose) < 10):
        return own_draft(request, public_id)
    found = read_by_trainer(request, public_id)
    drafts = Review.objects.visible_to(request.user).filter(submission=found, joined_to=None)
    review = get_object_or_404(drafts.select_related("rubric", "trainer"), trainer=whose)
    review.submission = found
    return review


def own_draft(request: HttpRequest, public_id: UUID) -> Review:
    """What this trainer prepares for the version; « Ouvrir » makes it."""
    found = read_by_trainer(request, public_id)
    review = Review.objects.filter(submission=found, trainer=request.user).select_related("rubric").first()
    if review is None:
        raise WrongState(_("Open this version first, from what you have to read."), code="not_opened")
    review.submission = found
    return review
