"""How a rubric that an editor prepares, or one of its versions, would be read at the desk of a trainer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from step_guides.reviews.models import Rubric, RubricWording
from step_guides.reviews.presenters import bank_of, line_of
from step_guides.reviews.rubric_texts import criteria_of, level_names, merged
from step_guides.worksheets.kinds import spec_of


def preview(request: HttpRequest, wording: RubricWording, mode: str) -> HttpResponse:
    """`mode`: the number of a version, or nothing for what is being written. Nothing can be sent."""
    if mode:
        shown = get_object_or_404(
            Rubric.objects.prefetch_related("criteria"), kind=wording.kind, version=mode if mode.isdecimal() else 0
        )
        criteria, names = list(shown.criteria.all()), shown.level_names
    else:
        shown = wording.newest()
        texts = merged(shown, wording.texts)
        criteria, names = criteria_of(shown, texts), level_names(texts)
    context = {
        "spec": spec_of(wording.kind),
        "version": shown if mode else None,
        "lines": [line_of(one, names) for one in criteria],
        "bank": bank_of(criteria),
    }
    return render(request, "reviews/cms/preview.html", context)
