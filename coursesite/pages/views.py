"""Pictures that editors put in pages. The address is the one that Wagtail writes; the folder itself is served by nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from coursesite.accounts.privileges import lacks_second_factor
from coursesite.core.errors import Refusal
from coursesite.core.http import public, reads

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

logger = logging.getLogger(__name__)
A_WEEK = 7 * 24 * 3600
KINDS = {"webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


@public
@reads
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition, for whoever may read one of the published pages that show it. A picture of a public page is public."""
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if kind is None or not name.isprintable():  # a NUL is refused by PostgreSQL itself
        raise Http404
    rendition = get_image_model().get_rendition_model().objects.filter(file=f"images/{name}").select_related("image").first()
    if rendition is None:
        raise Http404
    pages = _pages_with(rendition.image)
    if any(_is_for_everybody(page) for page in pages):
        kept = f"public, max-age={A_WEEK}"  # a picture that is replaced has another address
    elif _edits(request) or any(_opens(page, request) for page in (*pages, *_read_otherwise(rendition.image, request))):
        kept = "private, no-store"
    else:
        raise Http404
    return _file(rendition, kind, kept)


def _pages_with(picture: AbstractImage) -> list[Page]:
    references = ReferenceIndex.get_references_to(picture).filter(base_content_type=ContentType.objects.get_for_model(Page))
    shown = [int(pk) for pk in references.values_list("object_id", flat=True).distinct()]
    return list(Page.objects.live().filter(pk__in=shown))


def _read_otherwise(picture: AbstractImage, request: HttpRequest) -> Iterator[Page]:
    """Pages that show it to this person alone: an earlier version that she goes on reading. Rooms above say which."""
    for pages in hooks.get_hooks("pages_read_otherwise"):
        yield from pages(picture, request)


def _is_for_everybody(page: Page) -> bool:
    """Touches neither session nor user."""
    return getattr(page.specific_class, "public", False) and not page.get_view_restrictions().exists()


def _opens(page: Page, request: HttpRequest) -> bool:
    """Whether the page itself would be shown: everything that guards pages is asked, then what editors restricted."""
    guards: Iterable[Any] = hooks.get_hooks("before_serve_page")
    try:
        refused = any(guard(page, request, [], {}) is not None for guard in guards)
    except (Http404, PermissionDenied, Refusal):
        return False
    return not refused and all(one.accept_request(request) for one in page.get_view_restrictions())


def _edits(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin") and not lacks_second_factor(user)


def _file(rendition: Any, kind: str, kept: str) -> HttpResponseBase:
    try:
        response: HttpResponseBase = FileResponse(rendition.file.open("rb"), content_type=kind)
    except FileNotFoundError:
        logger.error("pages.image_gone", extra={"rendition": rendition.pk})
        return HttpResponse(_("This file is no longer available."), status=410, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = kept
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
