"""A mailbox for a demonstration, where no mail leaves. These views exist only with DEMO=1 (coursesite/urls.py)."""

from __future__ import annotations

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from coursesite.core.http import public, reads
from coursesite.notifications.demo_mail import Letter, letter, letters


@public
@reads
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    return render(request, "notifications/demo/mailbox.html", {"letters": letters()})


@public
@reads
def one_letter(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "notifications/demo/letter.html", {"letter": _find(key)})


@public
@csp_exempt()
@reads
def as_sent(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part as it was sent: in a sandbox that runs no script, sends no form and loads nothing."""
    response = HttpResponse(_find(key).html)
    response.headers["Content-Security-Policy"] = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _find(key: str) -> Letter:
    _only_in_demo()
    found = letter(key)
    if found is None:
        raise Http404
    return found


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
