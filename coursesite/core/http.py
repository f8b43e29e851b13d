"""How views read and write: two markers, one strict JSON parser, one way to redirect."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from coursesite.core.errors import Malformed, TooLarge

View = Callable[..., HttpResponseBase]
DEPTH = 20
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
PICTURES = '"wagtailimages_rendition"'  # cut to size the first time they are shown: kept like a cache, nothing that anybody did


class ReadViewWrote(RuntimeError):
    """A view marked @reads tried to write. Links in mails and prefetching browsers follow GET."""


def _refuse_writes(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    if sql.lstrip().upper().startswith(WRITES) and PICTURES not in sql:
        raise ReadViewWrote(sql.split("(")[0][:80])
    return execute(sql, params, many, context)


def reads(view: View) -> View:
    """A view that answers GET and HEAD and writes nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with connection.execute_wrapper(_refuse_writes):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            return response

    marked = require_http_methods(["GET", "HEAD"])(wrapped)
    marked.reads = True  # type: ignore[attr-defined]
    return marked


def writes(view: View) -> View:
    """A view that answers POST alone. The action it calls opens the transaction."""
    marked = require_http_methods(["POST"])(view)
    marked.writes = True  # type: ignore[attr-defined]
    return marked


def form_view(view: View) -> View:
    """A view that shows a form on GET (writing nothing) and calls its action on POST."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        with connection.execute_wrapper(_refuse_writes):
            return view(request, *args, **kwargs)

    marked = require_http_methods(["GET", "HEAD", "POST"])(wrapped)
    marked.reads = marked.writes = True  # type: ignore[attr-defined]
    return marked


def public(view: View) -> View:
    """A view that anybody may open. Listed by hand in tests/authorisation."""
    view.login_required = False  # type: ignore[attr-defined]
    view.public = True  # type: ignore[attr-defined]
    return view


def see_other(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def came_from(request: HttpRequest) -> str:
    """The address of the page on which a form was filled, of this site; else the person's own page."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or not url_has_allowed_host_and_scheme(before.path, allowed_hosts=None):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return before.path


def wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or (
        request.accepts("application/json") and not request.accepts("text/html")
    )


def problem(status: int, code: str, detail: object, **more: object) -> JsonResponse:
    """An error as application/problem+json with a stable code."""
    body = {"status": status, "code": code, "detail": str(detail), **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _no_constant(name: str) -> None:
    raise Malformed(f"{name} is not JSON", code="malformed_json")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("the same key twice", code="malformed_json")
    return found


def _number(parse: type) -> Callable[[str], int | float]:
    def parsed(text: str) -> int | float:
        if len(text) > 30:
            raise Malformed("a number too long", code="malformed_json")
        value = parse(text)
        if value in (float("inf"), float("-inf")):
            raise Malformed("a number too large", code="malformed_json")
        return value

    return parsed


def _shallow(text: str) -> None:
    """Depth is counted before parsing: the parser itself would run out of stack."""
    depth, inside, escaped = 0, False, False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            if depth > DEPTH:
                raise Malformed("nested too deeply", code="malformed_json")
        elif char in "]}":
            depth -= 1


def parse_json(request: HttpRequest, *, limit: int = 256 * 1024) -> dict[str, Any]:
    """The body as an object."""
    return strict_json(request.body, limit=limit)


def strict_json(data: bytes, *, limit: int) -> dict[str, Any]:
    """An object, from bytes. Size first, then depth; NaN, Infinity, duplicate keys and endless numbers are refused (400)."""
    if len(data) > limit:
        raise TooLarge("This text is too long.")
    try:
        text = data.decode("utf-8")
        _shallow(text)
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_number(int),
            parse_float=_number(float),
            object_pairs_hook=_no_duplicates,
        )
    except ValueError as error:
        raise Malformed("The request could not be read.", code="malformed_json") from error
    if not isinstance(value, dict):
        raise Malformed("An object is expected.", code="malformed_json")
    return value
