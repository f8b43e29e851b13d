"""Public pages are rendered once and served to everybody until content changes.

A page says `response.public_page = True` when it touched neither session nor user. It is kept whole, under a version that
rises whenever something is published: nothing has to be found and thrown away. A kept page is answered before sessions,
languages or Wagtail are asked anything, compressed for those who accept it (it holds no secret), with an ETag.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

VERSION = "public-pages-version"
SECONDS = 300
GetResponse = Callable[[HttpRequest], HttpResponse]


def content_changed(*args: object, **kwargs: object) -> None:
    """Everything public is rendered anew from now on. Connected to Wagtail's publishing signals, and called by seeds.

    Raised again once the change is committed: until then another process may have rendered the old content anew.
    """
    _raise_version()
    transaction.on_commit(_raise_version)


def _raise_version() -> None:
    cache.set(VERSION, time.time_ns(), None)


def content_version() -> int:
    return cache.get(VERSION, 0)


def mark_public(response: HttpResponse) -> HttpResponse:
    response.public_page = True  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


@dataclass(frozen=True)
class Kept:
    """A page as it was rendered once."""

    body: bytes
    compressed: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, response: HttpResponse) -> Kept:
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
        return cls(response.content, gzip.compress(response.content, 6, mtime=0), dict(response.headers))

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self.headers["ETag"] in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified(headers=self.headers)
        elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response = HttpResponse(self.compressed, headers={**self.headers, "Content-Encoding": "gzip"})
        else:
            response = HttpResponse(self.body, headers=self.headers)
        response.headers.pop("Content-Length", None)
        response.public_page = True  # type: ignore[attr-defined]
        return response


class PublicPages:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Names of static files change with a deployment: so must the pages that name them.
        self.deployment = getattr(staticfiles_storage, "manifest_hash", "")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING") or getattr(request, "is_dummy", False):
            return self.get_response(request)
        address = hashlib.sha256(request.path.encode()).hexdigest()  # whatever a stranger asks, a key is short
        key = f"public:{self.deployment}:{content_version()}:{address}"
        kept = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            if not self._can_be_kept(request, response):
                return response
            kept = Kept.of(response)
            cache.set(key, kept, SECONDS)
        return kept.answer(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]) -> HttpResponse | None:
        """A public page of Wagtail is served from here: the middlewares that look at the person never meet it."""
        if view.__module__ != "wagtail.views" or view.__name__ != "serve" or request.method not in {"GET", "HEAD"}:
            return None
        from wagtail.models import Page

        found = Page.route_for_request(request, *args, **kwargs)  # kept on the request: the view does not search again
        return view(request, *args, **kwargs) if found and getattr(found[0], "public", False) else None

    def _can_be_kept(self, request: HttpRequest, response: HttpResponse) -> bool:
        says_so = getattr(response, "public_page", False) and request.method == "GET" and response.status_code == 200
        return says_so and not response.cookies and not response.streaming
