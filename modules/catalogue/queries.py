from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction, Site

from modules.catalogue.models import UnitPage


def find_unit(module: str, unit: str) -> UnitPage | None:
    """The published lesson at this address, with `restricted`: whether a restriction weighs on it or on a page above. One query."""
    addresses = [f"{root.root_path}modules/{module}/{unit}/" for root in Site.get_site_root_paths()]
    above = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), CharField())).filter(
        below__startswith=F("page__path")
    )
    found = UnitPage.objects.live().filter(url_path__in=addresses).annotate(restricted=Exists(above))
    return found.first()
