from __future__ import annotations

from typing import Any

from django import template

from step_guides.guide.models import GuidePage
from step_guides.guide.queries import steps_of

register = template.Library()


@register.simple_tag(takes_context=True)
def guide_page(context: dict[str, Any]) -> dict[str, Any] | None:
    """`{% guide_page as guide %}`: {page, steps} of the published guide, or None. Two queries: for pages that are kept whole."""
    page = GuidePage.objects.live().public().first()
    return {"page": page, "steps": steps_of(page, context.get("request"))} if page else None
