"""What learners say of lessons, for those who write them: figures and words, version by version, nobody named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from modules.catalogue.models import UnitPage
from modules.progress.models import Opinion


@dataclass(frozen=True)
class Version:
    """A lesson as it stood: published when, useful to how many, and what was written."""

    at: datetime | None
    is_live: bool
    useful: int
    not_useful: int
    comments: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    page: UnitPage
    versions: tuple[Version, ...]


def lessons() -> list[Lesson]:
    """Those of which something was said, in the order of the course, the newest version first. Three queries."""
    words: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    # By their text: an order in time would say who wrote last.
    for unit, revision, comment in (
        Opinion.objects.exclude(comment="").order_by("comment").values_list("unit", "revision", "comment")
    ):
        words[unit, revision].append(comment)
    counted = Opinion.objects.values("unit", "revision", "revision__created_at").annotate(
        yes=Count("pk", filter=Q(useful=True)), no=Count("pk", filter=Q(useful=False))
    )
    found: dict[int, list[dict]] = defaultdict(list)
    for row in counted.order_by("-revision__created_at", "-revision"):
        found[row["unit"]].append(row)
    return [Lesson(page, tuple(_version(page, row, words) for row in found[page.pk])) for page in _pages(found)]


def _pages(found: dict[int, list[dict]]) -> list[UnitPage]:
    return list(UnitPage.objects.filter(pk__in=list(found)).order_by("path").only("pk", "path", "title", "live_revision"))


def _version(page: UnitPage, row: dict, words: dict[tuple[int, int | None], list[str]]) -> Version:
    comments = tuple(words[page.pk, row["revision"]])
    return Version(row["revision__created_at"], row["revision"] == page.live_revision_id, row["yes"], row["no"], comments)
