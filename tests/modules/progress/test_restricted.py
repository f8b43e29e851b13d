"""A lesson that editors closed, or took back, is answered by nobody, whatever address the answer came to."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import NotAllowed, NotFound
from coursesite.tracking.models import Statement
from modules.progress.actions import answer, complete_unit
from modules.progress.models import Attempt, ModuleStart, UnitCompletion
from tests.modules.course import ORDER_RIGHT, Course
from tests.people import World

pytestmark = pytest.mark.django_db


def closed(page: Page, kind: str, *groups: Group) -> PageViewRestriction:
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mot" if kind == "password" else "")
    made.groups.set(groups)
    return made


def attempt(enrolment: Enrolment, course: Course) -> Attempt:
    return answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (Attempt, UnitCompletion, ModuleStart, Statement))


@pytest.mark.parametrize("where", ["first", "module", "index"])
@pytest.mark.parametrize("kind", ["groups", "password"])
def test_closed_to_a_group_or_by_a_password(course: Course, enrolment: Enrolment, where: str, kind: str) -> None:
    closed(getattr(course, where), kind, Group.objects.create(name="Comité"))
    for act in (lambda: attempt(enrolment, course), lambda: complete_unit(enrolment, course.first)):
        with pytest.raises(NotAllowed):
            act()
    assert nothing_written()


def test_members_of_the_group_and_everybody_signed_in_go_on(course: Course, enrolment: Enrolment, world: World) -> None:
    group = Group.objects.create(name="Comité")
    closed(course.module, "groups", group)
    closed(course.index, "login")
    world.amina.groups.add(group)
    assert attempt(enrolment, course).success
    assert complete_unit(enrolment, course.first)


def test_another_lesson_is_not_concerned(course: Course, enrolment: Enrolment) -> None:
    closed(course.second, "groups", Group.objects.create(name="Comité"))
    assert complete_unit(enrolment, course.first)
    with pytest.raises(NotAllowed):
        complete_unit(enrolment, course.second)


@pytest.mark.parametrize("where", ["first", "module"])
def test_taken_back(course: Course, enrolment: Enrolment, where: str) -> None:
    getattr(course, where).unpublish()
    for act in (lambda: attempt(enrolment, course), lambda: complete_unit(enrolment, course.first)):
        with pytest.raises(NotFound):
            act()
    assert nothing_written()


def test_through_the_addresses_too(course: Course, world: World, sign_in: Callable[[User], Client]) -> None:
    closed(course.module, "groups", Group.objects.create(name="Comité"))
    amina = sign_in(world.amina)
    here = [course.module.slug, course.first.slug]
    assert amina.get(reverse("catalogue:unit", args=here), follow=True).status_code == 403
    assert amina.post(reverse("progress:complete", args=here)).status_code == 403
    data = {"op": str(uuid4()), "response": ORDER_RIGHT}
    posted = amina.post(reverse("progress:answer", args=[*here, course.order.code]), data, content_type="application/json")
    assert (posted.status_code, posted.json()["code"]) == (403, "not_allowed")
    assert nothing_written()


def test_asking_costs_one_query(course: Course, world: World) -> None:
    from coursesite.core.restrictions import closed_to

    with CaptureQueriesContext(connection) as queries:
        assert not closed_to(world.amina, course.first)
    assert len(queries) == 1
