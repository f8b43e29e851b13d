from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from modules.catalogue.models import ModulePage
from modules.progress.actions import answer, complete_unit
from modules.progress.models import ModuleCompletion, ModuleOpening
from modules.progress.openings import set_openings
from modules.progress.queries import going_on, module_progress
from tests.modules.course import ORDER_RIGHT, Course
from tests.modules.progress.test_views import FIRST, said
from tests.people import World

SignIn = Callable[[User], Client]


@pytest.fixture
def day() -> date:
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def opened_later(course: Course, world: World, day: date) -> ModulePage:
    set_openings(world.cohort, {course.module.pk: day}, by=world.luc)
    return course.module


def test_before_its_day_a_lesson_says_when_it_opens(opened_later: ModulePage, world: World, sign_in: SignIn, day: date) -> None:
    response = sign_in(world.amina).get(FIRST)
    page = said(response)
    assert response.status_code == 403
    assert f"Ouvre le {day.day}" in page
    assert str(day.year) in page
    assert "Un texte." not in page


def test_what_is_closed_is_neither_read_to_the_end_nor_answered(
    opened_later: ModulePage, course: Course, enrolment: Enrolment
) -> None:
    for act in (
        lambda: complete_unit(enrolment, course.first),
        lambda: answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first),
    ):
        with pytest.raises(WrongState) as refusal:
            act()
        assert refusal.value.code == "step_locked"


def test_from_its_day_on_it_is_open(course: Course, world: World, enrolment: Enrolment, sign_in: SignIn) -> None:
    set_openings(world.cohort, {course.module.pk: timezone.localdate()}, by=world.luc)
    assert sign_in(world.amina).get(FIRST).status_code == 200
    assert complete_unit(enrolment, course.first)


@pytest.mark.parametrize("name", ["luc", "noe", "rose", "ines", "sofia"])
def test_those_who_accompany_or_edit_read_it(opened_later: ModulePage, world: World, sign_in: SignIn, name: str) -> None:
    assert sign_in(getattr(world, name)).get(FIRST).status_code == 200


def test_a_learner_who_also_trains_reads_it(opened_later: ModulePage, world: World, sign_in: SignIn) -> None:
    TrainerAssignment.objects.create(cohort=world.other_cohort, person=world.amina, starts_on=world.cohort.starts_on)
    assert sign_in(world.amina).get(FIRST).status_code == 200


def test_the_day_is_that_of_a_cohort(course: Course, world: World, enrolment: Enrolment, day: date) -> None:
    set_openings(world.other_cohort, {course.module.pk: day}, by=world.rose)
    assert complete_unit(enrolment, course.first)


def test_her_own_page_says_it_and_leads_elsewhere(
    opened_later: ModulePage, world: World, enrolment: Enrolment, sign_in: SignIn
) -> None:
    assert going_on(enrolment) is None
    assert module_progress(enrolment)[0].closed
    assert "Ouvre le" in said(sign_in(world.amina).get("/parcours/"))


def test_a_module_after_another_names_it(course: Course, world: World, enrolment: Enrolment, sign_in: SignIn, day: date) -> None:
    course.later.live = True
    course.module.prerequisite = course.later
    course.module.save_revision().publish()
    set_openings(world.cohort, {course.module.pk: day}, by=world.luc)
    assert "après le module « Choisir »" in said(sign_in(world.amina).get(FIRST))
    set_openings(world.cohort, {course.module.pk: None}, by=world.luc)
    assert "Ouvre après le module « Choisir »." in said(sign_in(world.amina).get(FIRST))
    ModuleCompletion.objects.create(enrolment=enrolment, module=course.later)
    assert sign_in(world.amina).get(FIRST).status_code == 200


def test_a_module_that_is_gone_is_not_waited_for(course: Course, world: World, sign_in: SignIn) -> None:
    course.module.prerequisite = course.later
    course.module.save_revision().publish()
    course.later.unpublish()
    assert sign_in(world.amina).get(FIRST).status_code == 200


class TestTheForm:
    def address(self, world: World) -> str:
        return f"/parcours/promotions/{world.cohort.public_id}/ouvertures/"

    def test_days_are_set_changed_and_taken_away(self, course: Course, world: World, sign_in: SignIn, day: date) -> None:
        browser, key = sign_in(world.luc), str(course.module.pk)
        for value in (day, day + timedelta(days=7)):
            assert browser.post(self.address(world), {key: value.isoformat()}).status_code == 303
            assert ModuleOpening.objects.get().opens_on == value
            assert value.isoformat() in said(browser.get(self.address(world)))
        assert browser.post(self.address(world), {}).status_code == 303
        assert ModuleOpening.objects.exists()
        assert browser.post(self.address(world), {key: ""}).status_code == 303
        assert not ModuleOpening.objects.exists()

    def test_a_day_after_the_end_is_said_at_its_field_and_nothing_is_kept(
        self, course: Course, world: World, sign_in: SignIn, day: date
    ) -> None:
        late = (world.cohort.ends_on + timedelta(days=1)).isoformat()
        response = sign_in(world.rose).post(
            self.address(world), {str(course.module.pk): day.isoformat(), str(course.later.pk): late}
        )
        assert response.status_code == 422
        assert "La promotion se termine le" in said(response)
        assert day.isoformat() in said(response)
        assert not ModuleOpening.objects.exists()

    def test_a_cohort_has_one_day_a_module(self, course: Course, world: World, day: date) -> None:
        fields = {"cohort": world.cohort, "module": course.module}
        ModuleOpening.objects.create(**fields, opens_on=day)
        with pytest.raises(IntegrityError), transaction.atomic():
            ModuleOpening.objects.create(**fields, opens_on=day)

    def test_only_those_who_follow_the_cohort_set_them(self, course: Course, world: World, day: date) -> None:
        with pytest.raises(NotAllowed):
            set_openings(world.cohort, {course.module.pk: day}, by=world.noe)
        with pytest.raises(Invalid):
            set_openings(world.cohort, {0: day}, by=world.luc)
