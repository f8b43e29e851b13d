from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.queries import current_enrolment
from coursesite.core.errors import Invalid, Malformed
from coursesite.core.http import parse_json, reads, see_other, writes
from modules.catalogue.outline import outline
from modules.catalogue.views import serve_unit
from modules.exercises import responses
from modules.exercises.content import Content
from modules.exercises.grading import grade
from modules.exercises.kinds import rules_of
from modules.progress import actions, queries
from modules.progress.fetch import learner, learner_and_exercise
from modules.progress.lesson_views import BY_SHORT_PATH, short_page
from modules.progress.models import AnswerRecord
from modules.progress.poles import way
from modules.progress.states import RefusedAnswer, begun_at


@reads
def overview(request: HttpRequest) -> HttpResponse:
    """Own way through the course. Who follows none is sent to its public outline."""
    enrolment = current_enrolment(request.user)
    modules = queries.module_progress(enrolment) if enrolment else []
    going = queries.going_on(enrolment) if enrolment else None
    context = {"enrolment": enrolment, "modules": modules, "poles": way(modules), "going": going}
    context["to_come"] = any(not state.module.is_open for state in modules)
    return render(request, "progress/pages/overview.html", context)


@reads
def resume(request: HttpRequest) -> HttpResponse:
    """Where the person stopped: the next lesson, else her own page. The link of a mail leads here, through the sign-in if need be."""
    enrolment = current_enrolment(request.user)
    going = queries.going_on(enrolment) if enrolment else None
    return redirect(going.unit.url if going else "dashboards:home")


@writes
def complete(request: HttpRequest, module: str, unit: str) -> HttpResponse:
    """« Continuer »: the lesson is seen, on to the next."""
    enrolment, page = learner(request, module, unit)
    actions.complete_unit(enrolment, page)
    units = next((one.units for one in outline() if one.slug == module), ())
    place = next((place for place, one in enumerate(units, 1) if one.slug == unit), len(units))
    if place < len(units):
        return see_other(units[place].url)
    messages.success(request, _("You have read every lesson of this module. What is left to do, if anything, is below."))
    return see_other(reverse("progress:overview"))


@writes
def answer(request: HttpRequest, module: str, unit: str, code: str) -> HttpResponse:
    """An answer from a form, or as JSON `{"op": uuid, "response": …, "begun": token}`."""
    enrolment, page, content = learner_and_exercise(request, module, unit, code)
    by_short_path = request.GET.get("par") == BY_SHORT_PATH
    as_json = request.content_type == "application/json"
    data: Any = parse_json(request) if as_json else request.POST
    there = f"{reverse('progress:short_path', args=[module]) if by_short_path else page.url}#exercice-{code}"
    op_id, started_at = op_id_of(data.get("op")), begun_at(str(data.get("begun", "")))
    try:
        response = data.get("response") if as_json else responses.read(content, responses.typed(content, data))
        if rules_of(content.kind).is_unfinished(content, response):
            actions.begin_answer(enrolment, content, response=response, unit=page)
            return JsonResponse({"begun": response}) if as_json else see_other(there)
        attempt = actions.answer(enrolment, content, response=response, op_id=op_id, unit=page, started_at=started_at)
    except Invalid as error:
        if as_json:
            raise
        request.refused_answer = RefusedAnswer(code, responses.typed(content, data), str(error))  # type: ignore[attr-defined]
        if by_short_path:
            return short_page(request, module)
        shown = serve_unit(page, request)
        shown.status_code = 422
        return shown
    return JsonResponse(said_of(attempt, content)) if as_json else see_other(there)


def said_of(attempt: AnswerRecord, content: Content) -> dict[str, Any]:
    """Of a quiz whose answers are kept for later, nothing but that it was answered."""
    if rules_of(content.kind).is_secret(content):
        return {"number": attempt.number}
    said = {key: {"right": one.right, "text": one.text} for key, one in grade(content, attempt.response).feedback.items()}
    score = {"raw": attempt.raw, "maximum": attempt.maximum, "success": attempt.success}
    return {"number": attempt.number, **score, "feedback": said}


def op_id_of(given: object) -> UUID:
    try:
        return UUID(str(given))
    except ValueError as error:
        raise Malformed(_("This answer cannot be read."), code="malformed_op") from error
