from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import RequestFactory

from coursesite.cohorts.columns import table
from coursesite.cohorts.models import Enrolment
from coursesite.core.cards import cards_for
from modules.catalogue.outline import outline
from modules.progress.actions import answer, complete_unit
from modules.progress.models import ModuleCompletion
from modules.progress.queries import completed_modules, done_by, going_on, module_progress
from tests.modules.course import ORDER_RIGHT, Course
from tests.people import World


def test_a_person_s_way_is_told_module_by_module(course: Course, enrolment: Enrolment) -> None:
    answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    complete_unit(enrolment, course.first)
    first, later = module_progress(enrolment)
    assert (first.seen, first.units, first.percent, first.completed_at) == (1, 2, 33, None)
    assert (first.to_try, first.raw, first.maximum) == (2, 4, 4)
    assert first.next_unit_url == "/modules/module-3/relire/"
    assert (later.units, later.percent, later.next_unit_url) == (0, 0, None)


def test_going_on_is_the_next_lesson(course: Course, enrolment: Enrolment) -> None:
    assert going_on(enrolment).unit.slug == "partir"  # type: ignore[union-attr]
    complete_unit(enrolment, course.first)
    assert going_on(enrolment).unit.slug == "relire"  # type: ignore[union-attr]
    complete_unit(enrolment, course.second)
    assert going_on(enrolment).unit.slug == "partir"  # type: ignore[union-attr]
    ModuleCompletion.objects.create(enrolment=enrolment, module=course.module)
    assert going_on(enrolment) is None


def test_modules_completed_by_each(course: Course, enrolment: Enrolment, world: World) -> None:
    other = Enrolment.objects.get(person=world.bilal)
    completion = ModuleCompletion.objects.create(enrolment=enrolment, module=course.module)
    assert completed_modules([enrolment, other]) == {enrolment.pk: {"module-3": completion.completed_at}, other.pk: {}}


def test_many_enrolments_cost_as_much_as_one(course: Course, django_assert_num_queries: object) -> None:
    everybody = list(Enrolment.objects.all())
    outline()
    for some in (everybody[:1], everybody):
        with django_assert_num_queries(3):  # type: ignore[operator]
            done_by(one.pk for one in some)
        with django_assert_num_queries(1):  # type: ignore[operator]
            completed_modules(some)


def test_one_query_tells_a_page_all_it_shows_of_its_reader(
    course: Course, enrolment: Enrolment, django_assert_num_queries: object
) -> None:
    from modules.catalogue.lessons import lesson
    from modules.progress.states import unit_state

    complete_unit(enrolment, course.first)
    for _attempt in range(3):
        answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    shown = lesson(course.first)
    with django_assert_num_queries(1):  # type: ignore[operator]
        state = unit_state(enrolment.pk, shown, current=course.first.pk)
    assert state.enrolment == enrolment.pk
    assert state.seen == {course.first.pk}
    assert (state.exercises["ordre"].attempts, state.exercises["ordre"].best) == (3, (4, 4))
    assert state.exercises["tri"].attempts == 0


def test_the_answers_of_a_colleague_are_not_shown(course: Course, enrolment: Enrolment, world: World) -> None:
    from modules.catalogue.lessons import lesson
    from modules.progress.states import unit_state

    answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    state = unit_state(Enrolment.objects.get(person=world.bilal).pk, lesson(course.first), current=course.first.pk)
    assert state.exercises["ordre"].attempts == 0


@pytest.mark.parametrize("name", ["amina", "luc"])
def test_cards_for_those_who_follow_a_course(course: Course, world: World, rf: RequestFactory, name: str) -> None:
    cards = cards_for("participant", getattr(world, name), request=rf.get("/"))
    mine = [card for card in cards if card.template.startswith("progress/")]
    assert [card.kind for card in mine] == (["next", "main"] if name == "amina" else [])


def test_a_cohort_s_table_says_how_many_modules(course: Course, enrolment: Enrolment) -> None:
    ModuleCompletion.objects.create(enrolment=enrolment, module=course.module)
    heads, rows = table([enrolment])
    assert str(rows[enrolment.pk][[str(head) for head in heads].index("Modules")]).replace("\u00a0", " ") == "1 sur 2"
