from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coursesite.accounts.privileges import lacks_second_factor
from coursesite.core.errors import CountersLost
from coursesite.core.http import problem, wants_json
from coursesite.core.middleware import refusal_page
from coursesite.core.throttle import require_counters

# What a person without her second factor may still open: the way to it, and the way out.
ALLOWED = {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate", "account_logout", "logout"}

# What is limited: trying a password or a code, having a message sent.
COUNTED = {
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_reset_password", "account_reset_password_from_key",
    "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate",
}  # fmt: skip


class SignInDoor:
    """Without counters guessing would be free: signing in closes, and reading stays open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict[str, Any]) -> HttpResponse | None:
        if request.method != "POST" or request.resolver_match is None or request.resolver_match.url_name not in COUNTED:
            return None
        try:
            require_counters()
        except CountersLost as lost:
            return refusal_page(request, lost)
        return None


class SecondFactor:
    """A person whose role asks for a second factor sets it up before anything else (except in the demo).

    Pages that Wagtail serves are looked at by `wagtail_hooks`: here, asking who reads would make public ones uncacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or view.__module__ == "wagtail.views":
            return None
        if request.resolver_match is None or request.resolver_match.url_name in ALLOWED:
            return None
        return ask_second_factor(request)


def ask_second_factor(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated or not lacks_second_factor(request.user):
        return None
    if wants_json(request) or request.headers.get("X-Requested-With") == "fetch":
        return problem(
            403, "second_factor_required", _("Your role asks for an authenticator app. Set it up, then come back here.")
        )
    return redirect("mfa_activate_totp")
