from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coursesite.cohorts.permissions import may_follow
from coursesite.cohorts.queries import current_enrolment
from coursesite.cohorts.views import visible_cohort
from coursesite.core.errors import NotFound
from coursesite.core.guard import named
from coursesite.core.http import form_view, reads, see_other
from modules.surveys.actions import send
from modules.surveys.forms import SurveyForm
from modules.surveys.queries import GROUP, is_open_for, is_sent_by, results
from modules.surveys.questions import exit_survey


@form_view
def answer(request: HttpRequest) -> HttpResponse:
    """Of whoever follows the course. What seems to name somebody is shown before anything is sent."""
    enrolment = current_enrolment(request.user)  # type: ignore[arg-type]
    if enrolment is None:
        raise NotFound(_("Only those who follow the course answer."))
    survey, names = exit_survey(), []
    form = SurveyForm(request.POST if request.method == "POST" else None, survey=survey, track=enrolment.cohort.track)
    if request.method == "POST" and form.is_valid():
        names = [] if request.POST.get("confirmed") else named(*form.words())
        if not names:
            send(enrolment, form.given())
            messages.success(request, _("Your answers are sent, without your name."))
            return see_other(request.path)
    context = {
        "survey": survey, "form": form, "names": names, "is_sent": is_sent_by(enrolment), "is_open": is_open_for(enrolment),
    }  # fmt: skip
    return render(request, "surveys/pages/answer.html", context, status=422 if request.method == "POST" else 200)


@reads
def of_cohort(request: HttpRequest, public_id: UUID) -> HttpResponse:
    cohort = visible_cohort(request, public_id)
    may_follow(request.user, cohort)  # type: ignore[arg-type]
    context = {"cohort": cohort, "survey": exit_survey(), "results": results(cohort), "group": GROUP}
    return render(request, "surveys/pages/of_cohort.html", context)
