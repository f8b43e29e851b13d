"""Pages that a browser may keep, to be read without a connection: those that say so, for a person who asked it on this device.

The header names the reader by a mark that tells nothing of her, what the page is, and how many of these may be kept. What is kept, and what
empties it: js/offline.js and js/offline-worker.js (docs/architecture.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from coursesite.core.http import View, public, reads
from coursesite.core.public_cache import mark_public

HEADER = "Offline-Copy"
SHELL = (
    "css/site.css",
    "fonts/atkinson-hyperlegible-next.woff2",
    "img/jalons.svg",
    "img/favicon.svg",
    "js/site.js",
    "js/offline.js",
)
CODE = settings.BASE_DIR / "coursesite/static/js/offline-worker.js"


def mark_of(user: Any) -> str:
    """The same at each sign-in, so that her choice on this device stands; a new password changes it."""
    return salted_hmac("core.offline", f"{user.pk}:{user.password}").hexdigest()[:24]


def kept_offline(what: str, *, most: int) -> Callable[[View], View]:
    """A page that its reader may ask her browser to keep, among the last `most` of this name. Beneath @reads and compression."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            is_for_all = getattr(response, "public_page", False)  # kept for everybody: it bears nobody's mark
            if request.method == "GET" and response.status_code == 200 and not is_for_all and request.user.is_authenticated:
                response.headers[HEADER] = f"{mark_of(request.user)} {what} {most}"
            return response

        return wrapped

    return decorate


@public
@reads
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with what a page without connection needs. Another deployment is another worker."""
    known = {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "unversioned",
        "static": settings.STATIC_URL,
        "pages": [_page_in(code) for code, _name in settings.LANGUAGES],
        "shell": [static(name) for name in SHELL],
    }
    code = f"const SITE = {json.dumps(known)};\n{CODE.read_text(encoding='utf-8')}"
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page_in(language: str) -> str:
    with translation.override(language):
        return reverse("offline")


@public
@reads
def page(request: HttpRequest) -> HttpResponse:
    """What a browser shows instead of a page it has not kept."""
    return mark_public(render(request, "offline.html"))
