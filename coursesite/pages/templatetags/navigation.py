"""The menu of the site: the published pages under the home page that editors put in menus. Asked once per content version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from coursesite.core.public_cache import SECONDS, content_version

if TYPE_CHECKING:
    from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_pages(context: dict[str, Any]) -> list[dict[str, str]]:
    """[{title, url}] in the order of the tree; `{% menu_pages as items %}`. Empty without a request or a site."""
    request = context.get("request")
    if request is None:
        return []
    key = f"menu:{content_version()}:{get_language()}"
    kept = cache.get(key)
    if kept is None:
        kept = _menu(request)
        cache.set(key, kept, SECONDS)
    return kept


def _menu(request: HttpRequest) -> list[dict[str, str]]:
    from wagtail.models import Site

    site = Site.find_for_request(request)
    if site is None:
        return []
    pages = site.root_page.get_children().live().public().in_menu()
    return [{"title": _label(page), "url": page.get_url(request) or ""} for page in pages]


def _label(page: Page) -> str:
    """A page type may have a short name of its own for the menu (`menu_label`): a phone shows the whole menu on one line."""
    return str(getattr(page.specific_class, "menu_label", "") or page.title)
