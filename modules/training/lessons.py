"""A lesson of the track, ready to be shown to one person."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from coursesite.core.public_cache import content_version
from modules.catalogue.lessons import Lesson, drafted, parts_of
from modules.catalogue.outline import SECONDS
from modules.exercises.content import Content
from modules.exercises.queries import contents
from modules.progress.states import UnitState, state_of
from modules.training.models import TrainerLessonPage
from modules.training.outline import track
from modules.training.queries import rows_of


def lesson(page: TrainerLessonPage) -> Lesson:
    """As published. Kept until something is published anywhere."""
    key = f"training-lesson:{content_version()}:{page.pk}:{page.live_revision_id}:{get_language()}"
    kept: Lesson | None = cache.get(key)
    if kept is None:
        kept = _lesson(page, contents(page.exercise_keys()))
        cache.set(key, kept, SECONDS)
    return kept


def _lesson(page: TrainerLessonPage, exercises: dict[int, Content]) -> Lesson:
    module = track()
    units = module.units if module else ()
    position = next((place for place, unit in enumerate(units, 1) if unit.pk == page.pk), 1)
    return Lesson(tuple(parts_of(page, exercises)), module, position)


def shown_to(request: HttpRequest, page: TrainerLessonPage) -> dict[str, Any]:
    """{lesson, state}. A preview shows what is being written, and nobody answers there."""
    if getattr(request, "is_preview", False):
        shown = _lesson(page, drafted(page.exercise_keys()))
        return {"lesson": shown, "state": state_of(None, shown, [], lambda content: "", current=page.pk)}
    shown = lesson(page)
    return {"lesson": shown, "state": _state(request, page, shown)}


def _state(request: HttpRequest, page: TrainerLessonPage, shown: Lesson) -> UnitState:
    keys = [key for content in shown.exercises for key in (content.pk, content.repeats) if key]
    return state_of(
        f"formation-{request.user.pk}",
        shown,
        rows_of(request.user, keys),  # type: ignore[arg-type]
        lambda content: reverse("training:answer", args=[page.slug, content.code]),
        refused=getattr(request, "refused_answer", None),
        current=page.pk,
    )
