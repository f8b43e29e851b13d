"""« Avant / après »: of oneself, and of a cohort for those who train it and those who act for its network."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from coursesite.cohorts.models import Enrolment
from coursesite.cohorts.permissions import may_follow
from coursesite.cohorts.queries import current_enrolment
from coursesite.cohorts.views import visible_cohort
from coursesite.core.http import reads
from modules.progress.cohort_diagnostics import GROUP, cohort_diagnostics, diagnostics_csv
from modules.progress.diagnostics import diagnostics_of


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """Her own alone: those who train her read the cohort as a whole."""
    current = current_enrolment(request.user)
    enrolment = Enrolment.objects.visible_to(request.user).filter(pk=current.pk).first() if current else None
    context = {"enrolment": current, "diagnostics": diagnostics_of(enrolment) if enrolment else []}
    return render(request, "progress/pages/before_after.html", context)


@reads
def of_cohort(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = visible_cohort(request, public_id)
    may_follow(request.user, cohort)
    context = {"cohort": cohort, "diagnostics": cohort_diagnostics(cohort), "group": GROUP}
    return render(request, "progress/pages/before_after_cohort.html", context)


@reads
def of_cohort_csv(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = visible_cohort(request, public_id)
    may_follow(request.user, cohort)
    response = HttpResponse(diagnostics_csv(cohort), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="avant-apres-{slugify(cohort.name) or "promotion"}.csv"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
