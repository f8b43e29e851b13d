"""Pages that editors close to some people (« private » in the editing space), as a rule that actions ask too."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from wagtail.models import Page, PageViewRestriction


def restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """Those of the page and of the pages above it, asked of the database each time. One query."""
    below = Value(page.path, output_field=CharField())
    return PageViewRestriction.objects.annotate(below=below).filter(below__startswith=F("page__path")).prefetch_related("groups")


def closed_to(user: Any, page: Page) -> bool:
    """Whether a restriction keeps this signed-in person out. A shared password says nothing of a person: it keeps everybody out."""
    for restriction in restrictions_on(page):
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            groups = {group.pk for group in restriction.groups.all()}
            if not user.is_superuser and not user.groups.filter(pk__in=groups).exists():
                return True
        elif restriction.restriction_type == PageViewRestriction.PASSWORD:
            return True
    return False
