"""A lesson ready to be shown: its text rendered once per publication, with the exercises in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from coursesite.core.kept_here import as_published, kept_here
from modules.catalogue.models import LessonFields, UnitPage
from modules.catalogue.outline import SECONDS, ModuleOutline, UnitOutline, outline
from modules.exercises.content import Content
from modules.exercises.models import Exercise
from modules.exercises.queries import contents

_TERM = re.compile(r'<a href="(/(?:en/)?glossaire/[a-z0-9-]+/)"')


def mark_terms(html: str) -> str:
    """Rich text loses classes in the editor, so links to the glossary are marked when shown."""
    return _TERM.sub(r'<a class="term" href="\1"', html)


@dataclass(frozen=True)
class Part:
    """Either text or an exercise."""

    html: str = ""
    exercise: Content | None = None


@dataclass(frozen=True)
class Lesson:
    """`module` is None for a lesson that is not published in one (previews)."""

    parts: tuple[Part, ...]
    module: ModuleOutline | None
    position: int

    @property
    def exercises(self) -> list[Content]:
        return [part.exercise for part in self.parts if part.exercise]

    def asking(self, contents: Mapping[int, Content]) -> Lesson:
        """The same text, with these contents in the place of its own."""
        parts = [Part(part.html, contents.get(part.exercise.pk, part.exercise)) if part.exercise else part for part in self.parts]
        return replace(self, parts=tuple(parts)) if contents else self

    @property
    def total(self) -> int:
        return len(self.module.units) if self.module else 1

    @property
    def previous(self) -> UnitOutline | None:
        return self.module.units[self.position - 2] if self.module and self.position > 1 else None

    @property
    def next(self) -> UnitOutline | None:
        return self.module.units[self.position] if self.module and self.position < len(self.module.units) else None


def lesson(page: UnitPage) -> Lesson:
    """As published. Kept until something is published anywhere; personal parts are added by the template."""
    key = as_published(f"lesson:{page.pk}:{page.kept_revision or page.live_revision_id}:{get_language()}")
    return kept_here(key, lambda: _lesson(page, contents(page.exercise_keys())), seconds=SECONDS)


def draft_lesson(page: UnitPage) -> Lesson:
    """As being edited: exercises not published yet are shown as well, as they were last saved."""
    return _lesson(page, drafted(page.exercise_keys()))


def drafted(keys: list[int]) -> dict[int, Content]:
    found = Exercise.objects.filter(pk__in=keys)
    return {one.pk: (one if one.live else one.get_latest_revision_as_object()).content() for one in found}


def _lesson(page: UnitPage, exercises: dict[int, Content]) -> Lesson:
    module, position = _place(page)
    return Lesson(tuple(parts_of(page, exercises)), module, position)


def _place(page: UnitPage) -> tuple[ModuleOutline | None, int]:
    for module in outline():
        for position, unit in enumerate(module.units, 1):
            if unit.pk == page.pk:
                return module, position
    return None, 1


def parts_of(page: LessonFields, exercises: dict[int, Content]) -> list[Part]:
    """The text rendered, each exercise in its place; one that is not among these is left out."""
    parts: list[Part] = []
    text: list[str] = []

    def close() -> None:
        if text:
            parts.append(Part(html=mark_safe(mark_terms("".join(text)))))  # noqa: S308 (rendered by the templates of our blocks)
            text.clear()

    for block in page.body:
        if block.block_type != "exercise":
            text.append(str(block.render({"page": page})))
        elif block.value is not None and (content := exercises.get(block.value.pk)) is not None:
            close()
            parts.append(Part(exercise=content))
    close()
    return parts
