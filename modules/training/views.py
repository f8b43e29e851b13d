from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound
from coursesite.core.http import parse_json, see_other, writes
from modules.catalogue.permissions import accompanies
from modules.catalogue.views import serve_unit
from modules.exercises import responses
from modules.exercises.kinds import rules_of
from modules.exercises.models import Exercise
from modules.progress.states import RefusedAnswer
from modules.progress.views import op_id_of, said_of
from modules.training import actions
from modules.training.models import TrainerLessonPage
from modules.training.outline import track


def _lesson(request: HttpRequest, slug: str) -> tuple[TrainerLessonPage, str]:
    """The lesson and its address. To whoever does not train, act for a network or edit the site, it does not exist."""
    found = track()
    unit = next((one for one in found.units if one.slug == slug), None) if found else None
    if unit is None or not accompanies(request.user):  # type: ignore[arg-type]
        raise NotFound(_("This lesson does not exist."))
    return TrainerLessonPage.objects.get(pk=unit.pk), unit.url


@writes
def complete(request: HttpRequest, lesson: str) -> HttpResponse:
    """« Continuer »: the lesson is seen, on to the next."""
    page, _address = _lesson(request, lesson)
    actions.finish_lesson(request.user, page)  # type: ignore[arg-type]
    found = track()
    assert found is not None
    place = next(place for place, one in enumerate(found.units, 1) if one.pk == page.pk)
    if place < len(found.units):
        return see_other(found.units[place].url)
    messages.success(request, _("You have read every lesson. What is left to do, if anything, is below."))
    return see_other(found.url)


@writes
def answer(request: HttpRequest, lesson: str, code: str) -> HttpResponse:
    """An answer from a form, or as JSON `{"op": uuid, "response": …}`."""
    page, address = _lesson(request, lesson)
    exercise = Exercise.objects.published().filter(code=code, pk__in=page.exercise_keys()).first()
    if exercise is None:
        raise NotFound(_("This exercise is not in this lesson."))
    content, there = exercise.content(), f"{address}#exercice-{code}"
    as_json = request.content_type == "application/json"
    data: Any = parse_json(request) if as_json else request.POST
    op_id, person = op_id_of(data.get("op")), request.user
    try:
        response = data.get("response") if as_json else responses.read(content, responses.typed(content, data))
        if rules_of(content.kind).is_unfinished(content, response):
            actions.begin_answer(person, exercise, response=response, lesson=page)  # type: ignore[arg-type]
            return JsonResponse({"begun": response}) if as_json else see_other(there)
        made = actions.answer(person, exercise, response=response, op_id=op_id, lesson=page)  # type: ignore[arg-type]
    except Invalid as error:
        if as_json:
            raise
        request.refused_answer = RefusedAnswer(code, responses.typed(content, data), str(error))  # type: ignore[attr-defined]
        shown = serve_unit(page, request)
        shown.status_code = 422
        return shown
    return JsonResponse(said_of(made, content)) if as_json else see_other(there)
