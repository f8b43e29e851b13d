"""Public pages are rendered once and served to everybody until content changes.

A page says `response.public_page = True` when it touched neither session nor user. It is kept whole, under a version that
rises whenever something is published: nothing has to be found and thrown away.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

VERSION = "public-pages-version"
SECONDS = 300


def content_changed(*args: object, **kwargs: object) -> None:
    """Everything public is rendered anew from now on. Connected to Wagtail's publishing signals, and called by seeds."""
    cache.set(VERSION, time.time_ns(), None)


def mark_public(response: HttpResponse) -> HttpResponse:
    response.public_page = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


class PublicPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = f"public:{cache.get(VERSION, 0)}:{request.path}"
        kept = cache.get(key)
        if kept is not None:
            body, headers = kept
            response = HttpResponse(body)
            for name, value in headers.items():
                response.headers[name] = value
            response.public_page = True  # type: ignore[attr-defined]
            return response
        response = self.get_response(request)
        if getattr(response, "public_page", False) and response.status_code == 200 and not response.cookies and not response.streaming:
            if hasattr(response, "render"):
                response.render()  # type: ignore[attr-defined]
            cache.set(key, (response.content, dict(response.headers)), SECONDS)
        return response
