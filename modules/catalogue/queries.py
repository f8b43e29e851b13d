from __future__ import annotations

from django.core.cache import cache
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction, Site

from coursesite.core.public_cache import content_version
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import SECONDS


def find_unit(module: str, unit: str, *, any_restriction: bool | None = None) -> UnitPage | None:
    """The published lesson at this address, with `restricted`: whether a restriction weighs on it or on a page above.

    The page is kept until something is published. Restrictions are looked at each time, since changing one publishes nothing;
    `any_restriction`: whether there is one on the site, when this was asked already.
    """
    if PageViewRestriction.objects.exists() if any_restriction is None else any_restriction:
        return read_unit(module, unit)
    key = f"unit:{content_version()}:{module}/{unit}"
    page: UnitPage | None = cache.get(key)
    if page is None and (page := read_unit(module, unit)) is not None:
        page.restricted = False  # type: ignore[attr-defined]
        cache.set(key, page, SECONDS)
    return page


def read_unit(module: str, unit: str) -> UnitPage | None:
    addresses = [f"{root.root_path}modules/{module}/{unit}/" for root in Site.get_site_root_paths()]
    above = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), CharField())).filter(
        below__startswith=F("page__path")
    )
    return UnitPage.objects.live().filter(url_path__in=addresses).annotate(restricted=Exists(above)).first()
