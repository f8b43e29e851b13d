from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound
from coursesite.core.guard import named
from coursesite.core.http import form_view, reads, see_other, writes
from modules.advice import actions
from modules.advice.models import AdviceRequest
from modules.advice.queries import to_answer_by
from modules.exercises.models import Exercise
from modules.progress.fetch import learner

LATEST = 20


@writes
def ask(request: HttpRequest, module: str, unit: str, code: str) -> HttpResponse:
    enrolment, page = learner(request, module, unit)
    exercise = Exercise.objects.published().filter(code=code, pk__in=page.exercise_keys()).first()
    if exercise is None:
        raise NotFound(_("This exercise is not in this lesson."))
    actions.ask(enrolment, exercise)
    messages.success(request, _("Your trainers are told. You will be told when one of them has answered."))
    return see_other(f"{page.url}#exercice-{code}")


@reads
def waiting(request: HttpRequest) -> HttpResponse:
    """What trainers are asked, the oldest first, then what was answered last."""
    mine = to_answer_by(request.user).whole()  # type: ignore[arg-type]
    context = {"waiting": mine.waiting(), "answered": mine.exclude(answered_at=None).order_by("-answered_at")[:LATEST]}
    return render(request, "advice/pages/waiting.html", context)


@form_view
def answer(request: HttpRequest, enrolment: UUID, code: str) -> HttpResponse:
    """The latest request of a learner on an exercise. What seems to name somebody is shown before it is sent."""
    asked = to_answer_by(request.user).whole()  # type: ignore[arg-type]
    found = get_object_or_404(
        asked.filter(attempt__enrolment__public_id=enrolment, attempt__exercise__code=code).order_by("-asked_at")[:1]
    )
    text, error, names = request.POST.get("text", ""), "", []
    if request.method == "POST":
        names = [] if request.POST.get("confirmed") else named(text)
        try:
            if not names:
                actions.answer(found, text=text, by=request.user, about=request.POST.get("about"))  # type: ignore[arg-type]
                messages.success(request, _("Your answer is sent."))
                return see_other(request.path)
        except Invalid as refusal:
            error = str(refusal)
    context = {"asked": found, "text": text, "error": error, "names": names, "limit": AdviceRequest.LIMIT}
    return render(request, "advice/pages/answer.html", context, status=422 if request.method == "POST" else 200)
