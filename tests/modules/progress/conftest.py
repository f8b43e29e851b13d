from __future__ import annotations

import pytest

from coursesite.cohorts.models import Enrolment
from tests.modules.course import Course, build_course
from tests.people import World


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


@pytest.fixture
def enrolment(world: World) -> Enrolment:
    return Enrolment.objects.get(person=world.amina)
