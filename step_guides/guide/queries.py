from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from coursesite.organisations.enums import Sector
from step_guides.guide.tools import TYPES, kept

if TYPE_CHECKING:
    from wagtail.models import Page

    from step_guides.guide.models import StepPage, Tool


# As addresses say them: `/guide/relier/?secteur=enfance` is public and the same for everybody, with this sector first.
SECTORS = {"justice": Sector.JUSTICE, "enfance": Sector.CHILDHOOD, "handicap": Sector.DISABILITY}


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


@dataclass(frozen=True)
class ToolFile:
    name: str  # of its format, as people say it
    url: str
    size: int  # bytes


@dataclass(frozen=True)
class Offer:
    """A tool with the files that are ready."""

    tool: Tool
    files: list[ToolFile]


@dataclass(frozen=True)
class ToolsOfStep:
    number: int
    title: str  # "" while the step is not published
    url: str
    offers: list[Offer]


def offers(step: int | None = None) -> list[Offer]:
    """Published tools, of a step or of all: one query, and a look at the files."""
    from step_guides.guide.models import Tool

    found = Tool.objects.published().filter(**({"step": step} if step is not None else {}))
    return [Offer(tool, _files(tool)) for tool in found]


def _files(tool: Tool) -> list[ToolFile]:
    ready = []
    for extension in TYPES:
        path = kept(tool.slug, tool.live_revision_id, extension)
        if path.exists():
            ready.append(
                ToolFile(extension.upper(), reverse("guide:tool_file", args=[tool.slug, extension]), path.stat().st_size)
            )
    return ready


def by_step(found: list[Offer]) -> list[ToolsOfStep]:
    """In the order of the steps, with their names: two queries."""
    from step_guides.guide.models import GuidePage

    guide = GuidePage.objects.live().public().first()
    steps = {step.number: step for step in steps_of(guide)} if guide else {}
    groups: dict[int, list[Offer]] = {}
    for offer in found:
        groups.setdefault(offer.tool.step, []).append(offer)
    return [
        ToolsOfStep(number, steps[number].title if number in steps else "", steps[number].url if number in steps else "", held)
        for number, held in groups.items()
    ]


def asked_sector(request: HttpRequest) -> Sector | None:
    return SECTORS.get(request.GET.get("secteur", ""))


def first_of(sector: Sector | None, blocks: Iterable[Any]) -> list[Any]:
    """Those of this sector before the others, which keep their order."""
    return sorted(blocks, key=lambda block: block.value.get("sector") != sector)
