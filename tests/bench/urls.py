"""The addresses of the site, and two views that do next to nothing: the floors of its pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import escape

from coursesite import urls as site
from coursesite.core.http import public, reads

PERSON, EMPTY = "/bench/person/", "/bench/empty/"


@reads
def person(request: HttpRequest) -> HttpResponse:
    """Asks the session and who reads, and says it in one line."""
    name, keys = escape(request.user.full_name), len(list(request.session.keys()))  # type: ignore[union-attr]
    return HttpResponse(f'<!doctype html><html lang="fr"><title>{name}</title><p>{keys}</p></html>')


@public
@reads
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path(PERSON[1:], person), path(EMPTY[1:], empty), *site.urlpatterns]

handler400, handler403, handler404 = site.handler400, site.handler403, site.handler404
handler429, handler500 = site.handler429, site.handler500
