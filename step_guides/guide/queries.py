from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from wagtail.models import Page

    from step_guides.guide.models import StepPage


@dataclass(frozen=True)
class Step:
    """A pole of the way."""

    pk: int
    number: int
    title: str
    tagline: str
    minutes: int
    url: str


@dataclass(frozen=True)
class Way:
    """The steps around one of them. `current` is None while the step is a draft."""

    steps: list[Step]
    current: Step | None
    previous: Step | None
    next: Step | None

    @classmethod
    def around(cls, page: StepPage, steps: list[Step]) -> Way:
        places = [place for place, step in enumerate(steps) if step.pk == page.pk]
        if not places:
            return cls(steps, None, None, None)
        place = places[0]
        before = steps[place - 1] if place else None
        after = steps[place + 1] if place + 1 < len(steps) else None
        return cls(steps, steps[place], before, after)


def steps_of(guide: Page, request: HttpRequest | None = None) -> list[Step]:
    """Published steps of a guide, in the order of the tree: one query."""
    from step_guides.guide.models import StepPage

    pages = StepPage.objects.child_of(guide).live().public().order_by("path").defer("steps", "tools", "examples", "practices")
    return [
        Step(page.pk, page.number, page.title, page.tagline, page.minutes_read, page.get_url(request) or "") for page in pages
    ]
