from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from modules.catalogue.models import UnitPage
from modules.catalogue.permissions import accompanies, open_enrolment


@hooks.register("before_serve_page", order=-50)
def lessons_are_for_the_course(page: Any, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Whichever way a lesson was found. To everybody else it does not exist."""
    if not issubclass(page.specific_class, UnitPage):
        return
    request.open_enrolment = open_enrolment(request.user)  # type: ignore[attr-defined]  (asked once a page)
    if request.open_enrolment is None and not accompanies(request.user):  # type: ignore[attr-defined]
        raise Http404
