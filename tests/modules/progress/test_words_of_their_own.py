"""What somebody writes in an exercise is theirs: they take it away, and it goes with them; their result stays."""

from __future__ import annotations

from uuid import uuid4

import pytest

from coursesite.cohorts.models import Enrolment
from coursesite.tracking.models import Statement
from modules.exercises.models import TrueFalseExercise
from modules.progress import personal_data
from modules.progress.actions import answer
from modules.progress.models import Attempt
from tests.modules.course import build_course, keep, unit
from tests.people import World

pytestmark = pytest.mark.django_db


def test_a_reason_is_exported_erased_and_never_traced(world: World) -> None:
    course = build_course()
    assertion = {"key": "a", "text": "Il pleut.", "right": True, "model": "", "feedback_right": "Oui.", "feedback_wrong": "Non."}
    exercise = keep(TrueFalseExercise(code="vrai", title="Vrai", statement="Dites.", assertions=[("assertion", assertion)]))
    page = unit(course.module, "Dire", "dire", exercise)
    enrolment = Enrolment.objects.get(person=world.amina)
    given = {"answers": {"a": "true"}, "reasons": {"a": "Karim est trempé"}}
    answer(enrolment, exercise, response=given, op_id=uuid4(), unit=page)
    answer(enrolment, course.order, response=["one", "two", "three", "four"], op_id=uuid4(), unit=course.first)
    exported = {one["exercise"]: one["written"] for one in personal_data.export(world.amina)["answers"]}
    assert exported == {"vrai": ["Karim est trempé"], "ordre": []}
    assert not any("Karim" in str(statement.body) for statement in Statement.objects.all())
    personal_data.erase(world.amina)
    attempt = Attempt.objects.get(exercise=exercise)
    assert attempt.response == {"answers": {"a": "true"}, "reasons": {}}
    assert attempt.success
    assert Attempt.objects.get(exercise=course.order).response == ["one", "two", "three", "four"]
