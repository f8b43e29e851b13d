"""« Réponses aux exercices » and « Avis sur les leçons », among the reports of the editing space."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, WrongState
from coursesite.core.http import form_view, reads, see_other
from modules.exercises.models import Exercise
from modules.progress.models import Regrading
from modules.progress.regrading import ask_to_regrade, may_regrade
from modules.progress.reports import lessons
from modules.progress.statistics import AT_LEAST, figures, mistakes


@reads
def opinions(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/admin/opinions.html", {"lessons": lessons()})


@reads
def answers(request: HttpRequest) -> HttpResponse:
    _editors_only(request)
    return render(request, "progress/admin/answers.html", {"figures": figures(), "at_least": AT_LEAST})


@form_view
def answers_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of one exercise; a POST has its answers graded again."""
    _editors_only(request)
    exercise = get_object_or_404(Exercise.objects.all(), pk=pk)
    error = ""
    if request.method == "POST":
        try:
            ask_to_regrade(exercise, by=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
        except (Invalid, WrongState) as refused:
            error = str(refused)
        else:
            messages.success(request, _("The answers are being graded again. Come back in a minute to see what changed."))
            return see_other(reverse("exercise_answers", args=[pk]))
    (counted,) = figures(pk=pk)
    context = {
        "exercise": exercise,
        "counted": counted,
        "mistakes": mistakes(exercise.content()),
        "regradings": Regrading.objects.filter(exercise=pk).select_related("by")[:20],
        "at_least": AT_LEAST,
        "error": error,
        "reason": request.POST.get("reason", "")[:250],
    }
    return render(request, "progress/admin/answers_to.html", context, status=422 if error else 200)


def _editors_only(request: HttpRequest) -> None:
    if not may_regrade(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
