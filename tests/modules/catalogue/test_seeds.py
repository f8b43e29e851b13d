from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

import pytest
from wagtail.fields import StreamField
from wagtail.models import Revision

from coursesite.accounts.models import User
from modules.catalogue import seeds as catalogue
from modules.catalogue.models import ModuleIndexPage, ModulePage, UnitPage
from modules.catalogue.outline import read_outline
from modules.catalogue.short_path import MOST, short_path
from modules.competencies import seeds as competencies
from modules.exercises import seeds as exercises
from modules.exercises.models import Exercise
from modules.glossary import seeds as glossary

pytestmark = pytest.mark.django_db


def seed() -> list[str]:
    said: list[str] = []
    for room in (competencies, glossary, exercises, catalogue):
        room.seed(demo=False, out=said.append)
    return said


@pytest.fixture(autouse=True, scope="module")
def seeded(kept_rows: Callable[[Callable[[], object]], None]) -> None:
    kept_rows(seed)


def test_the_course_is_there_and_twice_changes_nothing() -> None:
    counts = [model.objects.count() for model in (ModuleIndexPage, ModulePage, UnitPage, Exercise, Revision)]
    codes = [one["code"] for path in exercises.FOLDER.glob("*.toml") for one in tomllib.loads(path.read_text())["exercise"]]
    lessons = {
        folder.name: len(list(folder.glob("*.md")))
        for folder in catalogue.FOLDER.glob("module-*")
        if {code for path in folder.glob("*.md") for code in re.findall(r'code="([^"]+)"', path.read_text())} <= set(codes)
    }
    assert counts[:4] == [1, 9, sum(lessons.values()), len(codes)]
    seed()
    assert [model.objects.count() for model in (ModuleIndexPage, ModulePage, UnitPage, Exercise, Revision)] == counts
    modules = read_outline()
    assert [module.number for module in modules] == list(range(9))
    assert [module.slug for module in modules if module.is_open] == sorted(lessons)
    assert "module-3" in lessons
    assert len(modules[3].exercises) >= 3
    assert [module.requirements for module in modules] == [
        ("profile:saved",),
        ("framing:saved",),
        ("needs:saved",),
        ("theory-of-change:saved", "theory-of-change:validated"),
        ("priorities:saved", "priorities:validated"),
        ("collection:saved", "questionnaire:saved"),
        ("analysis:saved",),
        ("sharing:saved", "lessons:saved"),
        (),
    ]
    assert ModulePage.objects.get(number=3).competencies.count() == 3
    assert Exercise.objects.get(code="e3-1").competencies.count() == 1


def test_what_editors_changed_stays() -> None:
    page, exercise = UnitPage.objects.get(slug="relire"), Exercise.objects.get(code="e3-2")
    page.title, exercise.title = "Relire autrement", "Autre titre"
    page.save_revision().publish()
    exercise.save_revision().publish()
    seed()
    assert UnitPage.objects.get(slug="relire").title == "Relire autrement"
    assert Exercise.objects.get(code="e3-2").title == "Autre titre"


def test_what_a_module_asks_for_follows_us_until_an_editor_says_otherwise() -> None:
    ours, theirs, drafted = (ModulePage.objects.get(number=number) for number in (3, 4, 5))
    for page in (ours, theirs, drafted):
        page.requirements = ["theory-of-change:saved"]
        page.save_revision().publish()  # as an earlier release would have left it
    ours.title = "Relier, disent les éditrices"
    ours.save_revision(user=editor()).publish()
    theirs.requirements = []
    theirs.save_revision(user=editor()).publish()
    drafted.title = "Un brouillon"
    drafted.save_revision(user=editor())
    seed()
    found = {page.number: page for page in ModulePage.objects.all()}
    assert found[3].requirements == ["theory-of-change:saved", "theory-of-change:validated"]
    assert found[3].title == "Relier, disent les éditrices"
    assert found[3].get_latest_revision_as_object().requirements == found[3].requirements
    assert found[4].requirements == []
    assert found[5].requirements == ["theory-of-change:saved"], "the draft of an editor is not buried"
    assert found[5].get_latest_revision_as_object().title == "Un brouillon"
    seed()
    assert ModulePage.objects.get(number=4).requirements == []


def editor() -> User:
    return User.objects.get_or_create(email="editrice@test.example")[0]


def test_every_lesson_can_be_edited_and_saved_again_unchanged() -> None:
    """What seeds wrote passes the rules that editors meet."""
    for page in UnitPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)
    for exercise in Exercise.objects.all():
        exercise.full_clean()
        for name in exercise.content_fields:
            if isinstance(exercise._meta.get_field(name), StreamField):
                stream = getattr(exercise, name)
                stream.stream_block.clean(stream)


def test_texts_keep_to_the_vocabulary() -> None:
    for page in UnitPage.objects.all():
        text = str(page.body)
        assert "[[" not in text
        assert "·" not in text


def test_every_short_path_takes_half_an_hour_at_most() -> None:
    reader = User.objects.create_user("lectrice@test.example", "une phrase assez longue")
    for module in filter(lambda one: one.is_open, read_outline()):
        path = short_path(module, reader)
        assert 0 < path.minutes <= MOST, f"{module.title}: {path.minutes} minutes"
        assert len(path.stages) == len(module.units), module.title
