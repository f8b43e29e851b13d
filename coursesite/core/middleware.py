from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from coursesite.core.errors import Invalid, NotFound, Refusal, TooLarge, WrongMethod
from coursesite.core.http import came_from, problem, see_other, wants_json
from coursesite.core.logs import keep_secret, request_id
from coursesite.core.typed import typed_texts

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIds:
    """One id a request, carried into log lines; what its address holds of secret is kept out of them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex[:12])
        keep_secret({})  # not taken back at the end: what is logged after the answer is hidden too
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict[str, Any]) -> None:
        keep_secret(view_kwargs)


class BodyLimits:
    """413 before anything is parsed, in the language of the address. Django alone answers 400, and only once it has read the body."""

    LIMIT = 1024 * 1024
    UPLOAD = 10 * 1024 * 1024

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.headers.get("Content-Length") or 0)
        except ValueError:
            length = 0
        limit = self.UPLOAD if request.content_type == "multipart/form-data" else self.LIMIT
        if length > limit:
            # The page shows again what was typed: it must not read this.
            request._mark_post_parse_error()  # type: ignore[attr-defined]
            return refusal_page(request, TooLarge(_("This text is too long.")))
        return self.get_response(request)


class PathLanguage(LocaleMiddleware):
    """The language is part of the address: no cookie, no header, so public pages are cacheable."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Sign-in by default. Exemption is looked at first: `request.user` of a public page is never touched, so it stays cacheable.

    Pages of Wagtail are let through here and guarded by the hook `before_serve_page` of `core`: private unless the class of the
    page says `public = True`. The Wagtail admin guards itself.
    """

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict[str, Any]) -> Any:
        if not getattr(view_func, "login_required", True) or request.path.startswith("/cms/"):
            return None
        if view_func.__module__ == "wagtail.views":
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> Any:
        """A form sent too late shows what was typed. Signing in leads back to the page of the form: its own address may know no GET."""
        if wants_json(request) or request.headers.get("X-Requested-With") == "fetch":
            return problem(401, "signed_out", _("Your session has expired. Sign in again: your text is kept."))
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        sign_in = redirect_to_login(came_from(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        if not typed_texts(request):
            return see_other(sign_in.url)
        return render(request, "signed_out.html", {"sign_in_url": sign_in.url}, status=401)


class PrivateByDefault:
    """What a signed-in person reads is stored by no cache. The editing space has a policy of its own: Wagtail writes scripts and
    styles in its pages, and shows previews in a frame."""

    EDITING = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, "public_page", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.path.startswith("/cms/"):
            response.headers["Content-Security-Policy"] = self.EDITING
        return response

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict[str, Any]) -> None:
        """Whoever is signed in and may not open the editing space reads so: the sign-in page would send her back and forth."""
        user = getattr(request, "user", None)
        if request.path.startswith("/cms/") and user and user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied


class Refusals:
    """Turns the refusal of an action into a page in the person's language, or a problem document."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:  # Django's own answer is an empty page
            page = refusal_page(request, WrongMethod(_("This address only takes what a form of the site sends.")))
            response.content, response.headers["Content-Type"] = page.content, page.headers["Content-Type"]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_page(request, error) if isinstance(error, Refusal) else None


def refusal_page(request: HttpRequest, error: Refusal) -> HttpResponse:
    response: HttpResponse
    if wants_json(request):
        more: dict[str, Any] = dict(error.details)
        if isinstance(error, Invalid):
            more["errors"] = {name: [str(m) for m in messages] for name, messages in error.errors.items()}
        response = problem(error.status, error.code, error.message, **more)
    else:
        template = "404.html" if isinstance(error, NotFound) else "refused.html"
        response = render(request, template, {"refusal": error}, status=error.status)
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(wait)
    return response
