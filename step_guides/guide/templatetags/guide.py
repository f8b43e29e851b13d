from __future__ import annotations

from functools import cache as cache_once
from typing import Any

from django import template
from django.core.cache import cache
from django.db.models import BigIntegerField
from django.utils.translation import get_language

from coursesite.cohorts.models import Enrolment
from coursesite.core.prepared import Prepared, Slot
from coursesite.core.public_cache import content_version
from step_guides.guide.models import GuidePage, StepPage
from step_guides.guide.queries import SECTORS, steps_of

register = template.Library()


@register.simple_tag(takes_context=True)
def guide_page(context: dict[str, Any]) -> dict[str, Any] | None:
    """`{% guide_page as guide %}`: {page, steps} of the published guide, or None. Two queries: for pages that are kept whole."""
    page = GuidePage.objects.live().public().first()
    return {"page": page, "steps": steps_of(page, context.get("request"))} if page else None


@register.simple_tag(takes_context=True)
def step_of_module(context: dict[str, Any], module: int) -> dict[str, str] | None:
    """`{% step_of_module page.pk as step %}`: {title, url} of the step that leads to this module, the sector of whoever learns first.

    One query, and one more after a publication.
    """
    key = f"steps-of-modules:{content_version()}:{get_language()}"
    steps: dict[int, dict[str, str]] | None = cache.get(key)
    if steps is None:
        pages = StepPage.objects.live().public().exclude(module=None)
        steps = {page.module_id: {"title": page.title, "url": page.get_url() or ""} for page in pages}
        cache.set(key, steps)
    step = steps.get(module)
    enrolment = getattr(context["request"], "open_enrolment", None)
    if step is None or enrolment is None:
        return step
    found = _sector().one(enrolment=enrolment)
    word = next((word for word, one in SECTORS.items() if found and one == found[0]), "")
    return {**step, "url": f"{step['url']}?secteur={word}"} if word else step


@cache_once
def _sector() -> Prepared:
    """Asked by every page of a lesson."""
    hers = {"pk": Slot("enrolment", BigIntegerField())}
    return Prepared(lambda: Enrolment.objects.filter(**hers).order_by().values_list("organisation__sector"))
