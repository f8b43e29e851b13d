"""The course as a small tree of plain values: modules, their lessons, the exercises of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from coursesite.core.kept_here import as_published, kept_here
from modules.catalogue.models import ModulePage, UnitPage
from modules.exercises.queries import Standing, published

SECONDS = 300


@dataclass(frozen=True)
class UnitOutline:
    pk: int
    trace_id: UUID
    module_slug: str
    slug: str
    title: str
    minutes: int
    exercises: tuple[int, ...]
    revision: int | None
    url: str
    ungraded: frozenset[int] = frozenset()  # exercises that are tried, and whose points count for nothing
    keys: tuple[int, ...] = ()  # key exercises
    published_at: datetime | None = None  # as it stands
    named: tuple[int, ...] = ()  # exercises, those that are not published as well
    renewed_at: datetime | None = None  # when one of its exercises last had a new version


@dataclass(frozen=True)
class ModuleOutline:
    pk: int
    trace_id: UUID
    number: int
    slug: str
    title: str
    pole: str
    minutes: int
    sheet_minutes: int
    requirements: tuple[str, ...]
    prerequisite: int | None
    revision: int | None
    url: str
    units: tuple[UnitOutline, ...]

    @property
    def is_open(self) -> bool:
        return bool(self.units)

    @property
    def exercises(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(key for unit in self.units for key in unit.exercises))

    @property
    def named(self) -> tuple[int, ...]:
        return tuple(key for unit in self.units for key in unit.named)

    @property
    def graded(self) -> tuple[int, ...]:
        """The exercises whose points count."""
        ungraded = frozenset[int]().union(*(unit.ungraded for unit in self.units))
        return tuple(key for key in self.exercises if key not in ungraded)

    @property
    def key_exercise(self) -> int | None:
        """The one that the short path ends with: the first that editors say is key."""
        return next((key for unit in self.units for key in unit.keys), None)


def outline() -> tuple[ModuleOutline, ...]:
    """The published course in order, with addresses in the language of now, kept until something is published.

    For pages; what decides of completion reads it afresh, or asks the database whether it still stands (`progress.holding`).
    """
    return kept_here(as_published(f"outline:{get_language()}"), read_outline, seconds=SECONDS)


def read_outline() -> tuple[ModuleOutline, ...]:
    """Three queries, whatever the number of modules."""
    pages = ModulePage.objects.live().order_by("number", "path")
    wanted = ("path", "slug", "title", "minutes", "trace_id", "live_revision_id", "last_published_at", "body")
    units = list(UnitPage.objects.live().order_by("path").only("pk", *wanted))
    standing = published(key for unit in units for key in unit.exercise_keys())
    return tuple(_module(page, [unit for unit in units if unit.path.startswith(page.path)], standing) for page in pages)


def _module(page: ModulePage, units: list[UnitPage], standing: dict[int, Standing]) -> ModuleOutline:
    return ModuleOutline(
        pk=page.pk,
        trace_id=page.trace_id,
        number=page.number,
        slug=page.slug,
        title=page.title,
        pole=page.pole,
        minutes=page.minutes,
        sheet_minutes=page.sheet_minutes,
        requirements=tuple(page.requirements),
        prerequisite=page.prerequisite_id,
        revision=page.live_revision_id,
        url=reverse("wagtail_serve", args=[f"modules/{page.slug}/"]),
        units=tuple(unit_outline(unit, page.slug, _address(page, unit), standing) for unit in units),
    )


def _address(module: ModulePage, unit: UnitPage) -> str:
    return reverse("catalogue:unit", args=[module.slug, unit.slug])


def unit_outline(unit: Any, module_slug: str, url: str, standing: dict[int, Standing]) -> UnitOutline:
    """`unit`: a page that is read as a lesson. Exercises that are not published are left out."""
    keys = tuple(key for key in unit.exercise_keys() if key in standing)
    ungraded = frozenset(key for key in keys if not standing[key].counts)
    return UnitOutline(
        unit.pk,
        unit.trace_id,
        module_slug,
        unit.slug,
        unit.title,
        unit.minutes,
        keys,
        unit.live_revision_id,
        url,
        ungraded,
        tuple(key for key in keys if standing[key].is_key),
        unit.last_published_at,
        tuple(unit.exercise_keys()),
        max((at for key in keys if (at := standing[key].renewed_at)), default=None),
    )
