"""The exit survey: once, at the end, kept apart from whoever answered, read five people at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import ForeignKey
from django.test import Client
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, WrongState
from coursesite.tracking.models import Statement
from modules.progress.models import ModuleStart, RequirementMet
from modules.surveys.actions import send
from modules.surveys.models import SurveyAnswer
from modules.surveys.queries import GROUP, SENT, Heard, results
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


def as_stored() -> list[str]:
    """In the order in which the database holds the rows, which is the one in which they were written."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM surveys_surveyanswer ORDER BY {place}")
        return [json.loads(answers)["keep"] for (answers,) in cursor.fetchall()]


def test_no_order_tells_whose_answer_is_whose(world: World, course: Course) -> None:
    sent = [f"Réponse {n:02}" for n in range(6 * GROUP + 2)]
    for n, words in enumerate(sent):
        known = set(SurveyAnswer.objects.filter(group=n // GROUP).values_list("pk", flat=True))
        others(world, course, 1, {"keep": words})
        assert not SurveyAnswer.objects.filter(pk__in=known).exists(), "the group is written anew"
    found = as_stored()
    assert sorted(found) == sent and found != sent
    by_group = SurveyAnswer.objects.order_by("group").values_list("group", "answers")
    assert all(sent.index(answers["keep"]) // GROUP == group for group, answers in by_group), "a group keeps its five people"


def test_that_it_was_sent_is_kept_with_the_day_alone(enrolment: Enrolment, world: World) -> None:
    send(enrolment, {})
    met = timezone.localtime(RequirementMet.objects.get(key=SENT).met_at)
    assert (met.date(), met.hour, met.minute, met.second, met.microsecond) == (timezone.localdate(), 0, 0, 0, 0)
    assert everything(world.amina)["surveys"]["sent"] == [timezone.localdate().isoformat()]


def test_what_was_sent_before_is_mixed_too(enrolment: Enrolment, world: World) -> None:
    from importlib import import_module

    from django.apps import apps

    mix = import_module("modules.surveys.migrations.0002_mixed_groups").mix
    sent = [f"Réponse {n:02}" for n in range(6 * GROUP + 2)]
    for n, words in enumerate(sent):
        SurveyAnswer.objects.create(survey="e8-3", cohort=world.cohort, group=n // GROUP, answers={"keep": words})
    RequirementMet.objects.create(enrolment=enrolment, key=SENT)
    other = RequirementMet.objects.create(enrolment=enrolment, key="other:done")
    before = set(SurveyAnswer.objects.values_list("pk", flat=True))
    mix(apps, None)
    assert sorted(as_stored()) == sent != as_stored() and not SurveyAnswer.objects.filter(pk__in=before).exists()
    groups = SurveyAnswer.objects.values_list("group", "answers")
    assert all(sent.index(answers["keep"]) // GROUP == group for group, answers in groups)
    assert timezone.localtime(RequirementMet.objects.get(key=SENT).met_at).hour == 0
    assert RequirementMet.objects.get(pk=other.pk).met_at == other.met_at


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


def heard(world: World) -> dict[str, Heard]:
    return {one.question.id: one for _title, every in results(world.cohort).sections for one in every}


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
        assert results(world.cohort).people == GROUP
        others(world, course, 1, {})
        assert results(world.cohort).people == 2 * GROUP

    def test_of_five_who_agree_nobody_is_told(self, course: Course, world: World, sign_in: SignIn) -> None:
        others(world, course, GROUP, {"expectations": 3})
        shares = [share for _label, share in heard(world)["expectations"].shares]
        assert shares == [*["une sur cinq au plus"] * 3, "quatre sur cinq au moins"]
        page = said(sign_in(world.luc).get(cohort_page(world)))
        assert "quatre sur cinq au moins" in page and not re.search(r"<td>\s*[0-9]", page)

    def test_what_one_more_group_changes_is_never_one_answer(self, course: Course, world: World) -> None:
        others(world, course, GROUP, {"expectations": 3, "keep": "Les fiches"})
        before = heard(world)
        others(world, course, 1, {"expectations": 0, "keep": "CANARI"})
        others(world, course, GROUP - 1, {})
        assert heard(world) == before, "the only answer of this group waits"
        others(world, course, GROUP - 1, {"expectations": 0, "keep": "Les visites"})
        others(world, course, 1, {})
        now = heard(world)
        assert now["keep"].words == ["CANARI", *["Les fiches"] * GROUP, *["Les visites"] * (GROUP - 1)]
        assert [share for _label, share in now["expectations"].shares][0::3] == ["environ 3 sur cinq"] * 2

    def test_a_question_that_few_answered_is_not(self, course: Course, world: World, sign_in: SignIn) -> None:
        others(world, course, GROUP - 1, {"expectations": 3})
        others(world, course, 1, {"keep": "CANARI"})
        page = said(sign_in(world.luc).get(cohort_page(world)))
        assert "Moins de 5 réponses" in page and "CANARI" not in page and "Tout à fait" not in page

    def test_strangers_and_learners_read_nothing(self, course: Course, world: World, sign_in: SignIn) -> None:
        assert sign_in(world.noe).get(cohort_page(world)).status_code == 404
        assert sign_in(world.amina).get(cohort_page(world)).status_code == 403
        assert sign_in(world.luc).get(PAGE).status_code == 404
