from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from coursesite.accounts.middleware import ask_second_factor


@hooks.register("before_serve_page", order=-90)
def second_factor_first(page: Any, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse | None:
    """After `private_unless_said` of core. A public page asks nothing of anybody."""
    return None if getattr(page.specific_class, "public", False) else ask_second_factor(request)
