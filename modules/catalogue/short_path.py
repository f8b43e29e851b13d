"""« Chemin court » of a module: what each lesson asks to remember, and one exercise. Half an hour at most."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from django.core.cache import cache
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html

from coursesite.accounts.models import User
from coursesite.core.public_cache import content_version
from coursesite.core.restrictions import closed_to
from modules.catalogue.lessons import Lesson, Part, mark_terms
from modules.catalogue.models import UnitPage
from modules.catalogue.outline import SECONDS, ModuleOutline, UnitOutline
from modules.exercises.content import Content
from modules.exercises.queries import contents

MOST = 30  # minutes
WORDS_A_MINUTE = 120  # read with care, by somebody for whom the words are new


@dataclass(frozen=True)
class Stage:
    unit: UnitOutline
    html: SafeString

    @property
    def words(self) -> int:
        return len(re.findall(r"\w+", strip_tags(self.html)))


@dataclass(frozen=True)
class ShortPath:
    module: ModuleOutline
    stages: tuple[Stage, ...]
    exercise: Content | None

    @property
    def minutes(self) -> int:
        return ceil(sum(stage.words for stage in self.stages) / WORDS_A_MINUTE) + (self.exercise.minutes if self.exercise else 0)

    @property
    def lesson(self) -> Lesson:
        """Its exercise as that of a lesson: the one where it stands."""
        return Lesson((Part(exercise=self.exercise),) if self.exercise else (), self.module, self.position)

    @property
    def position(self) -> int:
        """Of the lesson that holds its exercise."""
        key = self.module.key_exercise
        return next((place for place, unit in enumerate(self.module.units, 1) if key in unit.exercises), 1)

    @property
    def unit(self) -> UnitOutline:
        return self.module.units[self.position - 1]


def short_path(module: ModuleOutline, reader: User) -> ShortPath:
    """As published, kept until something is. A lesson that editors closed to the reader is left out, its exercise too."""
    key = f"short:{content_version()}:{module.pk}:{get_language()}"
    kept: ShortPath | None = cache.get(key)
    if kept is None:
        kept = _read(module)
        cache.set(key, kept, SECONDS)
    if not PageViewRestriction.objects.exists():
        return kept
    pages = UnitPage.objects.in_bulk([unit.pk for unit in module.units])
    closed = {pk for pk, page in pages.items() if closed_to(reader, page)}
    stages = tuple(stage for stage in kept.stages if stage.unit.pk not in closed)
    return ShortPath(module, stages, None if kept.unit.pk in closed else kept.exercise)


def _read(module: ModuleOutline) -> ShortPath:
    pages = UnitPage.objects.only("pk", "body").in_bulk([unit.pk for unit in module.units])
    found = contents([module.key_exercise]) if module.key_exercise else {}
    stages = tuple(Stage(unit, _key_points(pages[unit.pk])) for unit in module.units if unit.pk in pages)
    return ShortPath(module, tuple(stage for stage in stages if stage.html), found.get(module.key_exercise or 0))


def _key_points(page: UnitPage) -> SafeString:
    texts = (expand_db_html(block.value["text"].source) for block in page.body if block.block_type == "key_points")
    return mark_safe(mark_terms("".join(texts)))  # noqa: S308 (rich text of our editors, as Wagtail shows it)
