from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from wagtail import hooks


@hooks.register("before_serve_page", order=-100)
def private_unless_said(page: Any, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse | None:
    """A page type is private unless its class says `public = True`."""
    if getattr(page.specific_class, "public", False) or request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
