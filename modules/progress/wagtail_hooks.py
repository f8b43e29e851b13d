from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from coursesite.cohorts.queries import current_enrolment
from modules.catalogue.models import ModulePage, UnitPage
from modules.catalogue.outline import outline
from modules.catalogue.permissions import accompanies
from modules.exercises.models import Exercise
from modules.progress.models import ModuleCompletion, ModuleStart, Note, Opinion, ShortPathFollowed, UnitCompletion
from modules.progress.openings import closed_for
from modules.progress.regrading import may_regrade
from modules.progress.report_views import answers, answers_to, opinions
from modules.progress.versions import as_it_stood, kept_revision, kept_with

Serve = Callable[[Any, HttpRequest, list, dict], HttpResponse]


@hooks.register("before_serve_page", order=-40)
def modules_open_in_their_time(page: Any, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse | None:
    """A lesson of a module that opens from a day, or after another one. Those who accompany read everything."""
    enrolment: int | None = getattr(request, "open_enrolment", None)  # asked by the hook of the catalogue, before this one
    if enrolment is None or not issubclass(page.specific_class, UnitPage):
        return None
    module = next((one for one in outline() if any(unit.pk == page.pk for unit in one.units)), None)
    closed = closed_for(enrolment, module) if module else None
    if closed is None or accompanies(request.user):
        return None
    return render(request, "progress/pages/closed.html", {"page": page, "module": module, "closed": closed}, status=403)


@hooks.register("on_serve_page", order=10)
def a_module_begun_keeps_its_version(serve: Serve) -> Serve:
    """The lesson as it stood, with the way to the new version. Within the guard of Wagtail (order 0): whoever may not read a page that
    editors have closed does not read it as it stood either."""

    def served(page: Any, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        return serve(_as_kept(page, request) or page, request, args, kwargs)

    return served


def _as_kept(page: Any, request: HttpRequest) -> UnitPage | None:
    enrolment: int | None = getattr(request, "open_enrolment", None)
    if enrolment is None or not issubclass(page.specific_class, UnitPage):
        return None
    place = next(((module, unit) for module in outline() for unit in module.units if unit.pk == page.pk), None)
    revision = kept_revision(enrolment, *place) if place else None
    return as_it_stood(revision, place[1]) if place and revision is not None else None


@hooks.register("pages_read_otherwise")
def lessons_read_as_they_stood(picture: Any, request: HttpRequest) -> Iterator[UnitPage]:
    enrolment = current_enrolment(request.user)  # type: ignore[arg-type]
    return kept_with(picture, enrolment.pk) if enrolment else iter(())


@hooks.register("before_delete_page")
def traces_of_learners_are_kept(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A lesson or module somebody has followed is unpublished, not deleted."""
    if not _followed([page]):
        return None
    messages.error(
        request, _("Somebody has followed “%(title)s”: unpublish it instead, what was done is kept.") % {"title": page.title}
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def traces_of_learners_are_kept_in_bulk(
    request: HttpRequest, action_type: str, objects: list, action: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "delete" or not _followed(pages):
        return None
    messages.error(request, _("Somebody has followed one of these pages: unpublish it instead, what was done is kept."))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _followed(pages: list[Page]) -> bool:
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not pages:
        return False
    units, modules = UnitPage.objects.filter(below), ModulePage.objects.filter(below)
    return any(of_hers._default_manager.filter(unit__in=units).exists() for of_hers in (UnitCompletion, Note, Opinion)) or any(
        of_hers._default_manager.filter(module__in=modules).exists()
        for of_hers in (ModuleStart, ModuleCompletion, ShortPathFollowed)
    )


class AnswersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_regrade(request.user)  # type: ignore[arg-type]


@hooks.register("register_reports_menu_item")
def answers_menu_item() -> MenuItem:
    return AnswersMenuItem(
        gettext_lazy("Answers to the exercises"), reverse("exercises_answers"), icon_name="clipboard-list", order=900
    )


@hooks.register("register_snippet_listing_buttons")
def answers_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Exercise) and may_regrade(user):
        yield Button(
            _("Answers, grade again"), reverse("exercise_answers", args=[snippet.pk]), icon_name="clipboard-list", priority=50
        )


@hooks.register("register_admin_urls")
def reports_urls() -> list[URLPattern]:
    return [
        path("reports/lecons/", opinions, name="lesson_opinions"),
        path("reports/exercices/", answers, name="exercises_answers"),
        path("reports/exercices/<int:pk>/", answers_to, name="exercise_answers"),
    ]


@hooks.register("register_reports_menu_item")
def opinions_menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Opinions on lessons"), reverse("lesson_opinions"), icon_name="comment", order=910)
