from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from modules.exercises.checks import faults
from modules.exercises.models import ChoicesExercise, Exercise, OrderExercise, SortExercise
from modules.exercises.queries import contents
from tests.modules.course import choices_exercise, order_exercise, sort_exercise

pytestmark = pytest.mark.django_db


def test_the_base_gives_each_exercise_its_own_kind() -> None:
    made = [sort_exercise(), order_exercise(), choices_exercise()]
    found = {exercise.code: type(exercise) for exercise in Exercise.objects.all()}
    assert found == {exercise.code: type(exercise) for exercise in made}


def test_publishing_a_revision_keeps_the_kind_the_content_and_the_competencies() -> None:
    from modules.competencies.models import Competency, Family

    family = Family.objects.create(code="EV", name="Évaluation")
    texts = {f"level_{number}": "…" for number in range(1, 5)}
    competency = Competency.objects.create(code="EV1", family=family, statement="construire une théorie", **texts)
    exercise = sort_exercise()
    exercise.competencies = [competency]
    exercise.title = "Ranger autrement"
    exercise.save_revision().publish()
    found = Exercise.objects.get(pk=exercise.pk)
    assert isinstance(found, SortExercise)
    assert found.title == "Ranger autrement"
    assert list(found.competencies.all()) == [competency]
    assert [item.key for item in found.items()] == ["stone", "walk"]


def test_a_draft_changes_nothing_for_learners() -> None:
    exercise = order_exercise()
    exercise.title = "Brouillon"
    exercise.save_revision()
    assert contents([exercise.pk])[exercise.pk].title == "Ordonner"
    assert Exercise.objects.get(pk=exercise.pk).has_unpublished_changes


def test_an_exercise_taken_down_is_not_shown() -> None:
    exercise = order_exercise()
    exercise.unpublish()
    assert contents([exercise.pk]) == {}


def test_a_version_below_one_is_refused_by_the_database() -> None:
    exercise = order_exercise()
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.objects.filter(pk=exercise.pk).update(version=0)


@pytest.mark.parametrize("count", [1, 3])
def test_contents_cost_as_much_for_three_as_for_one(count: int, django_assert_num_queries: object) -> None:
    keys = [sort_exercise(f"tri-{number}").pk for number in range(count)]
    contents(keys)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(contents(keys)) == count


class TestFaults:
    def test_a_whole_exercise_has_none(self) -> None:
        assert [faults(make().content()) for make in (sort_exercise, order_exercise, choices_exercise)] == [[], [], []]

    def test_a_category_without_card(self) -> None:
        exercise = sort_exercise()
        exercise.groups = [
            *((child.block_type, child.value) for child in exercise.groups),
            ("category", {"key": "none", "label": "Impact", "cards": []}),
        ]
        assert any("Impact" in fault for fault in faults(exercise.content()))

    def test_a_single_step(self) -> None:
        exercise = OrderExercise(code="x", steps=[("step", {"key": "one", "text": "Seule", "feedback": ""})])
        assert len(faults(exercise.content())) == 1

    def test_no_right_choice(self) -> None:
        said = {"feedback_right": "", "feedback_wrong": ""}
        choices = [("choice", {"key": key, "text": key, "right": False, **said}) for key in ("a", "b")]
        assert len(faults(ChoicesExercise(code="x", choices=choices).content())) == 1

    def test_every_choice_right(self) -> None:
        said = {"feedback_right": "", "feedback_wrong": ""}
        choices = [("choice", {"key": key, "text": key, "right": True, **said}) for key in ("a", "b")]
        assert len(faults(ChoicesExercise(code="x", choices=choices).content())) == 1

    def test_a_key_used_twice(self) -> None:
        steps = [("step", {"key": "same", "text": text, "feedback": ""}) for text in ("Un", "Deux")]
        assert any("same" in fault for fault in faults(OrderExercise(code="x", steps=steps).content()))
