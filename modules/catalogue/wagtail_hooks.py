from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from modules.catalogue.models import UnitPage
from modules.catalogue.permissions import can_read_lessons


@hooks.register("before_serve_page", order=-50)
def lessons_are_for_the_course(page: Any, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Whichever way a lesson was found. To everybody else it does not exist."""
    if issubclass(page.specific_class, UnitPage) and not can_read_lessons(request.user):
        raise Http404
