"""The track as plain values, in the shape of a module of the course: what decides of progress reads both alike."""

from __future__ import annotations

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language

from coursesite.core.public_cache import content_version
from modules.catalogue.outline import SECONDS, ModuleOutline, unit_outline
from modules.exercises.queries import published
from modules.training.models import TrainerLessonPage, TrainerTrackPage

NOTHING = "nothing"  # what is kept when there is no track


def track() -> ModuleOutline | None:
    """As published, kept until something is; None without a published track."""
    key = f"training:{content_version()}:{get_language()}"
    kept: ModuleOutline | str | None = cache.get(key)
    if kept is None:
        kept = read_track() or NOTHING
        cache.set(key, kept, SECONDS)
    return None if isinstance(kept, str) else kept


def read_track() -> ModuleOutline | None:
    """Three queries."""
    page = TrainerTrackPage.objects.live().first()
    if page is None:
        return None
    lessons = list(TrainerLessonPage.objects.live().child_of(page).order_by("path"))
    standing = published(key for lesson in lessons for key in lesson.exercise_keys())
    units = tuple(unit_outline(lesson, page.slug, _address(page, lesson), standing) for lesson in lessons)
    return ModuleOutline(
        pk=page.pk,
        trace_id=page.trace_id,
        number=0,
        slug=page.slug,
        title=page.title,
        pole=page.title,
        minutes=sum(unit.minutes for unit in units),
        sheet_minutes=0,
        requirements=(),
        prerequisite=None,
        revision=page.live_revision_id,
        url=_address(page),
        units=units,
    )


def _address(page: TrainerTrackPage, lesson: TrainerLessonPage | None = None) -> str:
    return reverse("wagtail_serve", args=[f"{page.slug}/{lesson.slug}/" if lesson else f"{page.slug}/"])
