"""A small track of trainers for tests: two lessons, one exercise each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.signal_handlers import disable_reference_index_auto_update

from modules.exercises.models import Exercise
from modules.training.models import TrainerLessonPage, TrainerTrackPage
from tests.modules.course import Course, build_course, home_page, under


@dataclass
class Track:
    page: TrainerTrackPage
    first: TrainerLessonPage
    second: TrainerLessonPage


@disable_reference_index_auto_update()
def build_track(first: Exercise, second: Exercise) -> Track:
    page = under(home_page(), TrainerTrackPage(title="Parcours des formateurs et formatrices", slug="formateurs"))
    return Track(page, _lesson(page, "Tenir sa place", "partir", first), _lesson(page, "Lire avec la grille", "lire", second))


def build_both() -> Course:
    """The small course, and a track of trainers with exercises of it."""
    course = build_course(requirements=[])
    build_track(course.sort, course.order)
    return course


def _lesson(page: TrainerTrackPage, title: str, slug: str, exercise: Exercise) -> Any:
    body = [("text", "<p>Un texte.</p>"), ("exercise", exercise)]
    return under(page, TrainerLessonPage(title=title, slug=slug, minutes=20, intro="En une phrase.", body=body))
