from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.tracking.models import Statement
from modules.progress.actions import answer, complete_unit, meet_together, start_module
from modules.progress.models import Attempt, ModuleCompletion, ModuleStart, SharedRequirement, UnitCompletion
from tests.modules.course import CHOICES_RIGHT, ORDER_RIGHT, SORT_RIGHT, THEORY, Course, publish
from tests.people import World

ORDER_SWAPPED = ["one", "three", "two", "four"]


def verbs() -> list[str]:
    return [verb.rsplit("/", 1)[1] for verb in Statement.objects.order_by("stored", "timestamp").values_list("verb", flat=True)]


def order(
    enrolment: Enrolment, course: Course, response: Any = ORDER_RIGHT, *, op_id: UUID | None = None, **more: Any
) -> Attempt:
    return answer(enrolment, course.order, response=response, op_id=op_id or uuid4(), unit=course.first, **more)


def all_answers(enrolment: Enrolment, course: Course) -> None:
    order(enrolment, course)
    answer(enrolment, course.sort, response=SORT_RIGHT, op_id=uuid4(), unit=course.first)
    answer(enrolment, course.choices, response=CHOICES_RIGHT, op_id=uuid4(), unit=course.second)


class TestAnswer:
    def test_an_answer_is_graded_numbered_and_told(self, course: Course, enrolment: Enrolment) -> None:
        first = order(enrolment, course, ORDER_SWAPPED, started_at=timezone.now() - timedelta(seconds=112))
        second = order(enrolment, course)
        assert [(one.number, one.raw, one.maximum, one.success) for one in (first, second)] == [(1, 2, 4, False), (2, 4, 4, True)]
        body = Statement.objects.filter(verb__endswith="answered").order_by("timestamp").first().body
        assert body["result"]["response"] == "one[,]three[,]two[,]four"
        assert body["result"]["score"] == {"scaled": 0.5, "raw": 2, "min": 0, "max": 4}
        assert body["result"]["success"] is False
        assert body["result"]["duration"].startswith("PT1M5")
        assert body["object"]["definition"]["correctResponsesPattern"] == ["one[,]two[,]three[,]four"]
        assert body["context"]["registration"] == str(enrolment.registration)
        assert body["context"]["team"]["account"]["name"] == f"promotion/{enrolment.cohort.trace_id}"
        assert body["context"]["contextActivities"]["parent"][0]["id"].endswith(f"/exercise-set/{course.module.trace_id}")
        assert next(value for key, value in body["context"]["extensions"].items() if key.endswith("/attempt")) == 1

    def test_the_same_answer_sent_twice_is_one_attempt(self, course: Course, enrolment: Enrolment) -> None:
        op_id = uuid4()
        first = order(enrolment, course, ORDER_SWAPPED, op_id=op_id)
        told = Statement.objects.count()
        assert order(enrolment, course, ORDER_RIGHT, op_id=op_id) == first
        assert Attempt.objects.count() == 1
        assert Statement.objects.count() == told

    def test_the_op_of_somebody_else_is_not_hers(self, course: Course, enrolment: Enrolment, world: World) -> None:
        op_id = uuid4()
        order(Enrolment.objects.get(person=world.chloe), course, op_id=op_id)
        with pytest.raises(Invalid):
            order(enrolment, course, op_id=op_id)
        assert Attempt.objects.filter(enrolment=enrolment).count() == 0

    def test_what_is_no_answer_writes_nothing(self, course: Course, enrolment: Enrolment) -> None:
        for response in (None, [], ["one"], {"one": 1}, ["one", "one", "two", "three"], "one"):
            with pytest.raises(Invalid):
                order(enrolment, course, response)
        assert not Attempt.objects.exists()
        assert not ModuleStart.objects.exists()
        assert not Statement.objects.exists()

    def test_an_exercise_of_another_lesson_is_not_found(self, course: Course, enrolment: Enrolment) -> None:
        with pytest.raises(NotFound):
            answer(enrolment, course.choices, response=CHOICES_RIGHT, op_id=uuid4(), unit=course.first)

    def test_a_draft_lesson_takes_no_answer(self, course: Course, enrolment: Enrolment) -> None:
        course.first.unpublish()
        with pytest.raises(NotFound):
            order(enrolment, course)

    def test_a_closed_enrolment_takes_no_answer(self, course: Course, enrolment: Enrolment) -> None:
        Enrolment.objects.filter(pk=enrolment.pk).update(left_on=timezone.localdate())
        with pytest.raises(NotFound):
            order(enrolment, course)

    def test_a_change_of_the_exercise_keeps_what_was_answered(self, course: Course, enrolment: Enrolment) -> None:
        course.order = publish(course.order)
        attempt = order(enrolment, course)
        course.order.steps = [(child.block_type, child.value) for child in course.order.steps][:3]
        publish(course.order)
        attempt.refresh_from_db()
        assert (attempt.raw, attempt.maximum, attempt.response) == (4, 4, ORDER_RIGHT)
        assert attempt.revision is not None
        assert [item.key for item in attempt.revision.as_object().items()] == ORDER_RIGHT

    def test_the_clock_of_the_page_is_not_believed_beyond_reason(self, course: Course, enrolment: Enrolment) -> None:
        order(enrolment, course, started_at=timezone.now() - timedelta(days=2))
        order(enrolment, course, started_at=timezone.now() + timedelta(days=2))
        for statement in Statement.objects.filter(verb__endswith="answered"):
            assert "duration" not in statement.body["result"]


class TestCompletion:
    def test_a_module_is_complete_when_all_is_there_and_says_so_once(self, course: Course, enrolment: Enrolment) -> None:
        all_answers(enrolment, course)
        complete_unit(enrolment, course.first)
        complete_unit(enrolment, course.second)
        assert not ModuleCompletion.objects.exists()
        meet_together(enrolment.organisation, THEORY)
        completion = ModuleCompletion.objects.get()
        assert (completion.enrolment, completion.module_id) == (enrolment, course.module.pk)
        meet_together(enrolment.organisation, THEORY)
        order(enrolment, course)
        assert ModuleCompletion.objects.count() == 1
        assert verbs().count("completed") == 1
        assert verbs().count("passed") == 1
        assert verbs().count("initialized") == 1
        assert verbs().count("viewed") == 2

    @pytest.mark.parametrize("last", ["answer", "lesson"])
    def test_whatever_comes_last_completes_it(self, course: Course, enrolment: Enrolment, last: str) -> None:
        meet_together(enrolment.organisation, THEORY)
        complete_unit(enrolment, course.first)
        answer(enrolment, course.sort, response=SORT_RIGHT, op_id=uuid4(), unit=course.first)
        answer(enrolment, course.choices, response=CHOICES_RIGHT, op_id=uuid4(), unit=course.second)
        steps = [lambda: complete_unit(enrolment, course.second), lambda: order(enrolment, course)]
        for step in steps if last == "answer" else reversed(steps):
            assert not ModuleCompletion.objects.exists()
            step()
        assert ModuleCompletion.objects.count() == 1

    def test_a_later_worse_attempt_takes_nothing_away(self, course: Course, enrolment: Enrolment) -> None:
        all_answers(enrolment, course)
        order(enrolment, course, list(reversed(ORDER_RIGHT)))
        complete_unit(enrolment, course.first)
        complete_unit(enrolment, course.second)
        meet_together(enrolment.organisation, THEORY)
        assert ModuleCompletion.objects.exists()

    def test_what_one_does_counts_for_one_alone(self, course: Course, enrolment: Enrolment, world: World) -> None:
        all_answers(enrolment, course)
        for page in (course.first, course.second):
            complete_unit(Enrolment.objects.get(person=world.bilal), page)
        meet_together(enrolment.organisation, THEORY)
        assert not ModuleCompletion.objects.exists()

    def test_seen_twice_is_seen_once(self, course: Course, enrolment: Enrolment) -> None:
        first = complete_unit(enrolment, course.first)
        assert complete_unit(enrolment, course.first) == first
        assert UnitCompletion.objects.count() == 1
        assert verbs() == ["initialized", "viewed", "progressed"]

    def test_progress_is_told_by_steps_of_ten_points_and_never_backwards(self, course: Course, enrolment: Enrolment) -> None:
        all_answers(enrolment, course)
        complete_unit(enrolment, course.first)
        told = [
            next(iter(statement.body["result"]["extensions"].values()))
            for statement in Statement.objects.filter(verb__endswith="progressed").order_by("timestamp")
        ]
        assert told == sorted(set(told))
        assert all(after - before >= 10 for before, after in itertools.pairwise(told))

    def test_a_requirement_before_anything_else_starts_nothing(self, course: Course, enrolment: Enrolment) -> None:
        meet_together(enrolment.organisation, THEORY)
        assert SharedRequirement.objects.count() == 1
        assert not ModuleStart.objects.exists()

    def test_starting_twice_is_starting_once(self, course: Course, enrolment: Enrolment) -> None:
        assert start_module(enrolment, course.module) == start_module(enrolment, course.module)
        assert verbs() == ["initialized"]


class TestPrerequisite:
    def test_a_module_that_opens_after_another_refuses_until_it_is_complete(self, course: Course, enrolment: Enrolment) -> None:
        course.module.prerequisite = course.later
        course.module.save()
        for act in (lambda: complete_unit(enrolment, course.first), lambda: order(enrolment, course)):
            with pytest.raises(WrongState) as refusal:
                act()
            assert refusal.value.code == "step_locked"
        assert not Attempt.objects.exists()
        ModuleCompletion.objects.create(enrolment=enrolment, module=course.later)
        assert order(enrolment, course).number == 1


@pytest.mark.parametrize(
    "changes", [{"raw": 5}, {"raw": 4, "success": False}, {"raw": 2, "success": True}, {"maximum": 0, "raw": 0}]
)
def test_the_database_refuses_a_score_that_cannot_be(course: Course, enrolment: Enrolment, changes: dict[str, Any]) -> None:
    attempt = order(enrolment, course)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**changes)
