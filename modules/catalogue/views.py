from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from wagtail import hooks
from wagtail.views import serve, serve_chain

from coursesite.core.http import reads
from coursesite.core.offline import kept_offline
from modules.catalogue.models import UnitPage
from modules.catalogue.queries import find_unit


@gzip_page  # Django pads the answer at random, tokens are masked
@reads
@kept_offline("lessons", most=10)
def unit(request: HttpRequest, module: str, unit: str) -> HttpResponseBase:
    """A lesson, found in one query instead of walking down the tree. Any other page at this depth is left to Wagtail."""
    page = find_unit(module, unit)
    if page is None:
        return serve(request, f"modules/{module}/{unit}/")
    return serve_unit(page, request)


def serve_unit(page: UnitPage, request: HttpRequest) -> HttpResponse:
    """What Wagtail does once it has found a page: hooks and restrictions first."""
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, [], {})
