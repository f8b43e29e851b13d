from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from modules.catalogue.permissions import accompanies
from modules.training.models import TrainerLessonPage, TrainerReading, TrainerTrackPage


@hooks.register("before_serve_page", order=-50)
def the_track_is_for_those_who_train(page: Any, request: HttpRequest, args: list, kwargs: dict) -> None:
    """And for those who act for a network or edit the site. To everybody else it does not exist."""
    if issubclass(page.specific_class, (TrainerTrackPage, TrainerLessonPage)) and not accompanies(request.user):  # type: ignore[arg-type]
        raise Http404


@hooks.register("before_delete_page")
def what_trainers_did_is_kept(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A lesson somebody has read is unpublished, not deleted."""
    if not _read([page]):
        return None
    messages.error(
        request, _("Somebody has followed “%(title)s”: unpublish it instead, what was done is kept.") % {"title": page.title}
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def what_trainers_did_is_kept_in_bulk(request: HttpRequest, action_type: str, objects: list, action: Any) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type != "delete" or not _read(pages):
        return None
    messages.error(request, _("Somebody has followed one of these pages: unpublish it instead, what was done is kept."))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _read(pages: list[Page]) -> bool:
    return any(TrainerReading.objects.filter(lesson__path__startswith=page.path).exists() for page in pages)
