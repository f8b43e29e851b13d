"""The exit survey: once, at the end, kept apart from whoever answered, read five people at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import ForeignKey
from django.test import Client

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, WrongState
from coursesite.tracking.models import Statement
from modules.progress.models import ModuleStart, RequirementMet
from modules.surveys.actions import send
from modules.surveys.models import SurveyAnswer
from modules.surveys.queries import GROUP, SENT, results
from modules.surveys.questions import exit_survey
from tests.modules.course import Course, build_course
from tests.modules.progress.test_views import said
from tests.people import World, join, person

SignIn = Callable[[User], Client]
PAGE = "/enquete/"


@pytest.fixture
def course(world: World) -> Course:
    return build_course()


@pytest.fixture
def enrolment(course: Course, world: World) -> Enrolment:
    found = Enrolment.objects.get(person=world.amina)
    ModuleStart.objects.create(enrolment=found, module=course.module)
    return found


def others(world: World, course: Course, number: int, given: dict[str, Any]) -> None:
    for n in range(number):
        found = join(person(f"S{Enrolment.objects.count()}-{n} Test"), world.jardin, world.cohort)
        assert found
        ModuleStart.objects.create(enrolment=found, module=course.module)
        send(found, given)


def cohort_page(world: World) -> str:
    return f"{PAGE}promotions/{world.cohort.public_id}/"


def test_it_has_fifteen_questions_and_none_on_support_without_trainers() -> None:
    assert len(exit_survey().questions_for("accompanied")) == 15
    assert set(exit_survey().questions_for("accompanied")) - set(exit_survey().questions_for("autonomy")) == {
        "feedback", "delays", "peers",
    }  # fmt: skip


def test_it_opens_with_the_end(course: Course, world: World, sign_in: SignIn) -> None:
    amina = sign_in(world.amina)
    assert "s’ouvre avec le dernier module" in said(amina.get(PAGE))
    response = amina.post(PAGE, {"expectations": "3"})
    assert response.status_code == 409 and not SurveyAnswer.objects.exists()


def test_it_is_sent_once_and_every_question_may_be_passed(enrolment: Enrolment, world: World, sign_in: SignIn) -> None:
    amina = sign_in(world.amina)
    page = said(amina.get(PAGE))
    assert "Je ne souhaite pas répondre" in page and "Les échanges avec les autres structures" in page
    assert amina.post(PAGE, {"expectations": "3", "keep": " Les fiches. "}).status_code == 303
    assert SurveyAnswer.objects.get().answers == {"expectations": 3, "keep": "Les fiches."}
    assert "Merci" in said(amina.get(PAGE)) and amina.post(PAGE, {}).status_code == 409
    assert SurveyAnswer.objects.count() == 1
    with pytest.raises(WrongState) as refusal:
        send(enrolment, {})
    assert refusal.value.code == "answered_once"


def test_nothing_leads_from_an_answer_to_a_person(enrolment: Enrolment, world: World) -> None:
    before = Statement.objects.count()
    send(enrolment, {"keep": "CANARI-ENQUETE"})
    links = {field.name for field in SurveyAnswer._meta.get_fields() if isinstance(field, ForeignKey)}
    assert links == {"cohort"} and {field.name for field in SurveyAnswer._meta.fields} == {
        "id",
        "survey",
        "cohort",
        "group",
        "answers",
    }
    assert Statement.objects.count() == before, "an anonymous survey leaves no statement"
    told = everything(world.amina)
    assert len(told["surveys"]["sent"]) == 1 and "CANARI-ENQUETE" not in str(told)
    assert RequirementMet.objects.get(enrolment=enrolment).key == SENT


def test_what_seems_to_name_somebody_waits_for_her_word(enrolment: Enrolment, world: World, sign_in: SignIn) -> None:
    amina, words = sign_in(world.amina), {"keep": "Merci à Mme Durand", "lessons": "2"}
    response = amina.post(PAGE, words)
    page = said(response)
    assert response.status_code == 422 and "Rien n’est encore envoyé" in page and "Mme Durand</textarea>" in page
    assert 'name="lessons" value="2" id="id_lessons_2" checked' in page and not SurveyAnswer.objects.exists()
    assert amina.post(PAGE, words | {"confirmed": "1"}).status_code == 303


@pytest.mark.parametrize(
    "given", [{"unknown": 1}, {"expectations": 9}, {"expectations": -1}, {"expectations": True}, {"expectations": "3"}, {"keep": "x" * 601}, {"keep": 4}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(enrolment: Enrolment, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        send(enrolment, given)
    assert not SurveyAnswer.objects.exists() and not RequirementMet.objects.exists()


def test_a_form_made_by_hand_loses_nothing(enrolment: Enrolment, world: World, sign_in: SignIn) -> None:
    response = sign_in(world.amina).post(PAGE, {"expectations": "99", "change": "Plus court"})
    assert response.status_code == 422 and "Plus court</textarea>" in said(response)


class TestResults:
    def test_below_five_nothing_is_shown(self, course: Course, world: World, sign_in: SignIn) -> None:
        others(world, course, GROUP - 1, {"expectations": 3, "keep": "CANARI"})
        page = said(sign_in(world.luc).get(cohort_page(world)))
        assert "Moins de 5 personnes ont répondu" in page and "CANARI" not in page and "Tout à fait" not in page

    def test_whole_groups_are(self, course: Course, world: World, sign_in: SignIn) -> None:
        others(world, course, GROUP, {"expectations": 3, "keep": "Les fiches"})
        others(world, course, GROUP - 1, {"expectations": 0, "keep": "CANARI"})
        page = said(sign_in(world.rose).get(cohort_page(world)))
        assert "Les fiches" in page and "CANARI" not in page
        found = results(world.cohort)
        heard = {one.question.id: one for _title, every in found.sections for one in every}
        assert found.people == GROUP and [number for _label, number in heard["expectations"].counts] == [0, 0, 0, 5]
        others(world, course, 1, {})
        assert results(world.cohort).people == 2 * GROUP

    def test_a_question_that_few_answered_is_not(self, course: Course, world: World, sign_in: SignIn) -> None:
        others(world, course, GROUP - 1, {"expectations": 3})
        others(world, course, 1, {"keep": "CANARI"})
        page = said(sign_in(world.luc).get(cohort_page(world)))
        assert "Moins de 5 réponses" in page and "CANARI" not in page and "Tout à fait" not in page

    def test_strangers_and_learners_read_nothing(self, course: Course, world: World, sign_in: SignIn) -> None:
        assert sign_in(world.noe).get(cohort_page(world)).status_code == 404
        assert sign_in(world.amina).get(cohort_page(world)).status_code == 403
        assert sign_in(world.luc).get(PAGE).status_code == 404
