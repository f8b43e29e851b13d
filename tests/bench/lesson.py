"""A lesson with six exercises of six kinds, and their right answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modules.exercises.content import Content, Response

CODES = ["e3-1", "e3-2", "e3-4", "e3-5", "e3-6", "e3-7"]
SLUG = "six-exercices"


def six_exercises() -> Any:
    """One more lesson of module 3, made once: the text of another one, and the exercises."""
    from modules.catalogue.models import ModulePage, UnitPage
    from modules.exercises.models import Exercise

    if (there := UnitPage.objects.filter(slug=SLUG).first()) is not None:
        return there
    module = ModulePage.objects.get(slug="module-3")
    written = UnitPage.objects.child_of(module).live().order_by("path")[1]
    text = [(block.block_type, block.value) for block in written.body if block.block_type != "exercise"]
    exercises = [("exercise", Exercise.objects.get(code=code)) for code in CODES]
    unit = UnitPage(title="Six exercices", slug=SLUG, minutes=15, intro=written.intro, body=[*text, *exercises])
    module.add_child(instance=unit)
    unit.save_revision().publish()
    return UnitPage.objects.get(pk=unit.pk)


def right(content: Content) -> Response:
    from modules.exercises.kinds import rules_of

    return rules_of(content.kind).example(content, right=True)
