from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coursesite.core.errors import TooOften
from coursesite.core.http import public, reads
from coursesite.core.public_cache import mark_public
from coursesite.core.throttle import address_of, times
from coursesite.search.matching import LONGEST
from coursesite.search.queries import search

A_MINUTE = 60


@public
@reads
def everybody(request: HttpRequest) -> HttpResponse:
    """In what everybody reads: touches neither session nor person. The empty form is kept by caches, a search is not."""
    question = _question(request)
    if question:
        _not_too_often(times("search", address_of(request), seconds=60, crowd=True))
    response = _page(request, question, layout="layouts/public.html", person=None)
    return response if request.GET else mark_public(response)


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """The same, and the lessons that the person may read."""
    question = _question(request)
    if question:
        _not_too_often(times("search-by", str(request.user.pk), seconds=60))
    return _page(request, question, layout="layouts/app.html", person=request.user)


def _not_too_often(counted: int) -> None:
    if counted > A_MINUTE:
        raise TooOften(_("Too many searches in a minute. Wait a little, then try again."), wait=60)


def _question(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]


def _page(request: HttpRequest, question: str, *, layout: str, person: Any) -> HttpResponse:
    found = search(question, person=person, only=request.GET.get("dans", "")[:20]) if question else None
    context = {"layout": layout, "question": question, "found": found, "is_mine": person is not None, "longest": LONGEST}
    return render(request, "search/pages/search.html", context)
