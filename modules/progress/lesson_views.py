"""Beside the lessons: notes, opinions, the short path."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coursesite.cohorts.queries import current_enrolment
from coursesite.core.errors import Invalid, NotAllowed, NotFound
from coursesite.core.http import reads, see_other, wants_json, writes
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import ModuleOutline, outline
from modules.catalogue.permissions import accompanies, can_read_lessons
from modules.catalogue.short_path import short_path
from modules.catalogue.views import serve_unit
from modules.progress import lesson_actions as actions
from modules.progress.fetch import learner
from modules.progress.models import ShortPathFollowed
from modules.progress.openings import closed_for
from modules.progress.states import unit_state
from modules.progress.versions import take_new_version

BY_SHORT_PATH = "chemin-court"  # in the address that answers its exercise: where to come back


@writes
def note(request: HttpRequest, module: str, unit: str) -> HttpResponse:
    enrolment, page = learner(request, module, unit)
    try:
        actions.keep_note(enrolment, page, request.POST.get("text", ""))
    except Invalid as error:
        if wants_json(request):
            raise
        return _again(request, page, note={"text": request.POST.get("text", ""), "message": str(error)})
    if wants_json(request):
        return JsonResponse({"saved": True})
    messages.success(request, _("Your notes are kept."))
    return see_other(f"{page.url}#notes")


@writes
def opinion(request: HttpRequest, module: str, unit: str) -> HttpResponse:
    enrolment, page = learner(request, module, unit)
    said, comment = request.POST.get("useful"), request.POST.get("comment", "")
    try:
        if said not in ("yes", "no"):
            raise Invalid(_("Choose yes or no."))
        actions.say_if_useful(enrolment, page, useful=said == "yes", comment=comment)
    except Invalid as error:
        return _again(request, page, opinion={"useful": said, "comment": comment, "message": str(error)})
    messages.success(request, _("Thank you: those who write the lessons will read it, without your name."))
    return see_other(f"{page.url}#avis")


def _again(request: HttpRequest, page: UnitPage, **refused: dict[str, str | None]) -> HttpResponse:
    """The lesson with what was typed and what is to be corrected."""
    request.refused_words = refused  # type: ignore[attr-defined]
    shown = serve_unit(page, request)
    shown.status_code = 422
    return shown


@writes
def new_version(request: HttpRequest, module: str, unit: str) -> HttpResponse:
    enrolment, page = learner(request, module, unit)
    take_new_version(enrolment, _module(module))
    messages.success(request, _("You read the new version of this module."))
    return see_other(page.url)


@reads
def short(request: HttpRequest, module: str) -> HttpResponse:
    return short_page(request, module)


@writes
def follow(request: HttpRequest, module: str) -> HttpResponse:
    found, enrolment = _module(module), current_enrolment(request.user)
    if enrolment is None:
        refusal = NotAllowed if can_read_lessons(request.user) else NotFound
        raise refusal(_("You read this module without following the course."))
    actions.follow_short_path(enrolment, found)
    messages.success(request, _("The module is noted as gone through. You can take it up in full at any time."))
    return see_other(reverse("progress:overview"))


def _module(slug: str) -> ModuleOutline:
    found = next((one for one in outline() if one.slug == slug and one.is_open), None)
    if found is None:
        raise NotFound(_("This module is not published."))
    return found


def short_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Also shown again with an answer that was refused (`request.refused_answer`)."""
    module, enrolment = _module(slug), current_enrolment(request.user)
    if enrolment is None and not accompanies(request.user):
        raise NotFound(_("This module is not published."))
    closed = closed_for(enrolment.pk, module) if enrolment else None
    if closed and not accompanies(request.user):
        return render(request, "progress/pages/closed.html", {"page": module, "module": module, "closed": closed}, status=403)
    path = short_path(module, request.user)
    refused = getattr(request, "refused_answer", None)
    state = unit_state(enrolment.pk if enrolment else None, path.lesson, refused=refused, current=path.unit.pk)
    exercise = state.exercises.get(path.exercise.code) if path.exercise else None
    context = {
        "path": path,
        "state": state,
        "exercise": replace(exercise, url=f"{exercise.url}?par={BY_SHORT_PATH}") if exercise else None,
        "followed": ShortPathFollowed.objects.filter(enrolment=enrolment, module=module.pk).first() if enrolment else None,
    }
    return render(request, "progress/pages/short_path.html", context, status=422 if refused else 200)
