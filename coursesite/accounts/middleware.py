from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from coursesite.accounts.privileges import needs_mfa

ALLOWED = ("/compte/", "/en/compte/", "/static/")


class SecondFactor:
    """A person whose role asks for a second factor sets it up before anything else (except in the demo)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not settings.MFA_ENFORCED or not getattr(view, "login_required", True) or request.path.startswith(ALLOWED):
            return None
        user = request.user
        if not user.is_authenticated or user.authenticator_set.exists() or not needs_mfa(user):
            return None
        return redirect("mfa_activate_totp")
