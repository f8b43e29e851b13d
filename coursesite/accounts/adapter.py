"""What the sign-in library asks of the site."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from coursesite.accounts.mail import promise_mail
from coursesite.accounts.models import User

CODE_SECONDS = 900
THROTTLED = {"too_many_login_attempts", "rate_limited"}
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/totp_activated": "second_factor_added",
    "mfa/email/totp_deactivated": "second_factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes",
}


def too_many(request: HttpRequest, *args: Any) -> HttpResponse:
    """The one answer to whoever tries too often, whichever counter said so."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(15 * 60)
    return response


def client_address(request: HttpRequest) -> str | None:
    """The address both counters count for: behind a proxy, the one the proxy saw (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    return get_client_ip(request)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone: an account is opened by an invitation."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name: the e-mail address signs in."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")

    # Throttles: two counters, one limit. django-axes counts failures in the database, per account and address; allauth counts
    # in the cache, and also per address alone. Both count for the same key and answer with the same page.

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{credentials.get('email', '').lower()}:{self.get_client_ip(request)}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Names the account to django-axes, which does not know that the e-mail address is the login."""
        return super().authenticate(request, **credentials, login=credentials.get("email", "").lower())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if getattr(request, "axes_locked_out", False):
            request.axes_locked_out = False  # type: ignore[attr-defined]  (else its middleware answers in its own way)
            raise ImmediateHttpResponse(too_many(request))

    def validation_error(self, code: str, *args: Any) -> Any:
        if code in THROTTLED:
            self._too_many()
        return super().validation_error(code, *args)

    def _too_many(self) -> NoReturn:
        raise ImmediateHttpResponse(too_many(self.request))

    def reauthenticate(self, user: User, password: str) -> bool:
        """With the address of the account itself: the library would look for it in a table that the site does not fill."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    # Mail: promised to the outbox, like every other message of the site.

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        language, once = translation.get_language() or "fr", uuid.uuid4().hex
        promised = partial(promise_mail, dedupe=once, awaited=True)
        if template_prefix == "account/email/login_code" and person:
            promised("accounts.sign_in_code", to=person, secret={"code": context["code"]}, seconds=CODE_SECONDS)
        elif template_prefix == "account/email/password_reset_key" and person:
            promised("accounts.password_reset", to=person, payload={"person": person.pk})
        elif template_prefix == "account/email/unknown_account":
            promised("accounts.unknown_address", email=email, language=language)
        elif template_prefix in NOTICES and person:
            promised("accounts.security_notice", to=person, payload={"event": NOTICES[template_prefix]})
        elif person:
            raise LookupError(f"no message of the site for {template_prefix}")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        self.send_mail(template_prefix, user.email, context or {})
