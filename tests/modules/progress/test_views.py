from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.cohorts.models import Enrolment
from coursesite.tracking.models import Statement
from modules.progress.models import Attempt, ModuleCompletion, ModuleStart, UnitCompletion
from tests.modules.course import Course, publish, unit
from tests.people import World

SignIn = Callable[[User], Client]
FIRST, SECOND = "/modules/module-3/partir/", "/modules/module-3/relire/"
ANSWER = "/parcours/module-3/partir/exercices/ordre/"
CONTINUE = "/parcours/module-3/partir/continuer/"
PLACES = {"ordre-one": "1", "ordre-two": "2", "ordre-three": "4", "ordre-four": "3"}


def said(response: Any) -> str:
    """The page with ordinary spaces, so that a test reads as a person does."""
    return response.content.decode().replace("\u00a0", " ")


def post(browser: Client, address: str = ANSWER, **changes: Any) -> Any:
    return browser.post(address, {"op": str(uuid4()), **PLACES, **changes})


@pytest.fixture
def amina(course: Course, world: World, sign_in: SignIn) -> Client:
    return sign_in(world.amina)


class TestReading:
    def test_reading_writes_nothing(self, amina: Client) -> None:
        for address in (FIRST, SECOND, "/parcours/", "/modules/module-3/"):
            assert amina.get(address).status_code == 200
        assert not ModuleStart.objects.exists()
        assert not UnitCompletion.objects.exists()
        assert not Statement.objects.exists()

    @pytest.mark.parametrize("tries", [0, 1, 3])
    def test_a_lesson_of_three_exercises_costs_ten_queries_at_most(
        self, course: Course, world: World, amina: Client, tries: int
    ) -> None:
        unit(course.module, "Tout", "tout", course.sort, course.order, course.choices)
        for _try in range(tries):
            post(amina, "/parcours/module-3/tout/exercices/ordre/")
        amina.get("/modules/module-3/tout/")
        with CaptureQueriesContext(connection) as queries:
            page = amina.get("/modules/module-3/tout/")
        assert page.status_code == 200
        assert len(queries) <= 10, "\n".join(query["sql"][:150] for query in queries)

    def test_the_page_shows_where_one_is(self, amina: Client) -> None:
        amina.post(CONTINUE)
        page = said(amina.get(SECOND))
        assert "Leçon 2 sur 2" in page
        assert page.count('data-state="done"') == page.count('aria-current="step"') == 2

    def test_those_who_only_read_get_no_form_to_send(self, course: Course, world: World, sign_in: SignIn) -> None:
        page = said(sign_in(world.luc).get(FIRST))
        assert "csrfmiddlewaretoken" not in page.split('<main id="main"')[1]
        assert "Seules les personnes qui suivent le parcours peuvent répondre" in page
        assert 'rel="next"' in page

    def test_right_answers_are_not_in_the_page_before_one_answers(self, amina: Client) -> None:
        page = said(amina.get(FIRST))
        assert "À propos de" not in page
        assert 'name="tri-stone"' in page
        assert re.search(r'<option value="means" selected', page) is None


class TestAnswering:
    def test_an_answer_comes_back_to_its_exercise_with_what_is_said_of_it(self, amina: Client) -> None:
        response = post(amina)
        assert response.status_code == 303
        assert response.headers["Location"] == f"{FIRST}#exercice-ordre"
        page = said(amina.get(FIRST))
        assert "2 sur 4" in page
        assert "À propos de three." in page
        assert page.index("Étape four") < page.index("Étape three")

    def test_the_best_is_kept_and_the_last_is_shown(self, amina: Client) -> None:
        post(amina, **{"ordre-three": "3", "ordre-four": "4"})
        post(amina)
        page = said(amina.get(FIRST))
        assert "2 sur 4" in page
        assert "Le meilleur jusqu’ici : 4 sur 4" in page

    def test_the_form_as_the_page_gives_it_can_be_sent(self, amina: Client) -> None:
        """Without script: every field of the page, untouched, is an answer to the ordering exercise."""
        page = said(amina.get(FIRST))
        form = next(part for part in page.split("<form") if ANSWER in part)
        fields = dict(re.findall(r'<input type="hidden" name="(op|begun)" value="([^"]+)"', form))
        for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)" required>(.*?)</select>', form):
            fields[name] = re.search(r'value="([^"]*)" selected', options)[1]  # type: ignore[index]
        assert amina.post(ANSWER, fields).status_code == 303
        assert Attempt.objects.get().number == 1

    def test_what_is_said_to_one_is_not_shown_to_another(self, amina: Client, world: World, sign_in: SignIn) -> None:
        post(amina)
        assert "À propos de three." in said(amina.get(FIRST))
        bilal = sign_in(world.bilal)
        assert "À propos de" not in said(bilal.get(FIRST))
        post(bilal, **{"ordre-three": "3", "ordre-four": "4"})
        assert "4 sur 4" in said(bilal.get(FIRST))
        assert "2 sur 4" in said(amina.get(FIRST))

    def test_an_exercise_changed_since_says_so_and_keeps_the_score(self, course: Course, amina: Client) -> None:
        post(amina)
        course.order.steps = [(child.block_type, child.value) for child in course.order.steps][:3]
        publish(course.order)
        page = said(amina.get(FIRST))
        assert "Cet exercice a changé depuis votre dernière réponse" in page
        assert "Le meilleur essai jusqu’ici : 2 sur 4" in page

    def test_a_double_click_is_one_attempt(self, amina: Client) -> None:
        op = str(uuid4())
        assert [post(amina, op=op).status_code for _click in range(2)] == [303, 303]
        assert Attempt.objects.count() == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"ordre-two": "1"},
            {"ordre-two": ""},
            {"ordre-two": "99"},
            {"ordre-two": "<script>"},
            {"ordre-two": "\u0662"},
            {"ordre-two": "1" * 5000},
        ],
    )
    def test_what_is_no_answer_is_shown_again_and_loses_nothing(self, amina: Client, changes: dict[str, str]) -> None:
        response = post(amina, **changes)
        page = said(response)
        assert response.status_code == 422
        assert 'role="alert"' in page
        assert "<script>" not in page.split('<main id="main"')[1]
        assert re.search(r'id="ordre-four".*?value="3" selected', page, re.DOTALL)
        assert not Attempt.objects.exists()
        assert not Statement.objects.exists()

    @pytest.mark.parametrize("op", ["", "x", "1", "0" * 400, "\x00"])
    def test_a_form_without_its_number_is_refused(self, amina: Client, op: str) -> None:
        assert post(amina, op=op).status_code == 400
        assert not Attempt.objects.exists()

    def test_a_forged_beginning_is_ignored(self, amina: Client) -> None:
        assert post(amina, begun="2020-01-01").status_code == 303
        assert "duration" not in Statement.objects.get(verb__endswith="answered").body["result"]

    @pytest.mark.parametrize(
        ("name", "status"), [("stranger", 404), ("luc", 403), ("noe", 403), ("rose", 403), ("ines", 403), ("sofia", 403)]
    )
    def test_only_those_who_follow_the_course_answer(
        self, course: Course, world: World, sign_in: SignIn, name: str, status: int
    ) -> None:
        browser = sign_in(getattr(world, name))
        assert post(browser).status_code == status
        assert browser.post(CONTINUE).status_code == status
        assert not Attempt.objects.exists()
        assert not UnitCompletion.objects.exists()

    def test_an_exercise_elsewhere_does_not_exist_here(self, amina: Client) -> None:
        for address in (ANSWER.replace("ordre", "choix"), ANSWER.replace("ordre", "rien"), ANSWER.replace("partir", "rien")):
            assert post(amina, address).status_code == 404

    def test_nothing_is_answered_by_a_link(self, amina: Client) -> None:
        assert amina.get(ANSWER).status_code == 405
        assert amina.get(CONTINUE).status_code == 405

    def test_no_answer_from_another_site(self, course: Course, world: World) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(world.amina, backend="django.contrib.auth.backends.ModelBackend")
        assert post(browser).status_code == 403
        assert not Attempt.objects.exists()


class TestJson:
    def send(self, browser: Client, body: Any) -> Any:
        return browser.post(ANSWER, body if isinstance(body, str) else json.dumps(body), content_type="application/json")

    def test_an_answer_gets_its_score_and_feedback(self, amina: Client) -> None:
        found = self.send(amina, {"op": str(uuid4()), "response": ["one", "two", "four", "three"]}).json()
        assert (found["number"], found["raw"], found["maximum"], found["success"]) == (1, 2, 4, False)
        assert found["feedback"]["four"] == {"right": False, "text": "À propos de four."}

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ("{", 400), ("[]", 400), ('{"op": NaN}', 400), ('{"a": 1, "a": 2}', 400), ({}, 400), ({"op": []}, 400),
            ({"op": str(uuid4())}, 422), ({"op": str(uuid4()), "response": {"one": 1}}, 422), ({"op": str(uuid4()), "response": ["one"]}, 422),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused_in_words(self, amina: Client, body: Any, status: int) -> None:
        response = self.send(amina, body)
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["detail"]
        assert not Attempt.objects.exists()

    def test_a_module_still_closed_answers_409(self, course: Course, amina: Client) -> None:
        course.module.prerequisite = course.later
        course.module.save_revision().publish()
        response = self.send(amina, {"op": str(uuid4()), "response": ["one", "two", "three", "four"]})
        assert (response.status_code, response.json()["code"]) == (409, "step_locked")
        assert amina.get(FIRST).status_code == 403


class TestContinuing:
    def test_continuing_marks_the_lesson_and_opens_the_next(self, course: Course, amina: Client) -> None:
        response = amina.post(CONTINUE)
        assert (response.status_code, response.headers["Location"]) == (303, SECOND)
        assert UnitCompletion.objects.get().unit == course.first

    def test_the_last_lesson_leads_to_the_overview(self, amina: Client) -> None:
        response = amina.post("/parcours/module-3/relire/continuer/", follow=True)
        assert response.redirect_chain == [("/parcours/", 303)]
        assert "1 leçon vue sur 2" in said(response)

    def test_a_draft_lesson_does_not_exist(self, course: Course, amina: Client) -> None:
        course.first.unpublish()
        assert amina.post(CONTINUE).status_code == 404


class TestOverview:
    def test_it_says_what_is_left(self, amina: Client) -> None:
        post(amina)
        page = said(amina.get("/parcours/"))
        assert "2 exercices à essayer" in page
        assert "Enregistrer la fiche « Théorie du changement »" in page
        assert "ouvre plus tard" in page

    def test_it_says_what_is_done(self, course: Course, world: World, amina: Client) -> None:
        ModuleCompletion.objects.create(enrolment=Enrolment.objects.get(person=world.amina), module=course.module)
        assert "achevé le" in said(amina.get("/parcours/"))

    def test_who_follows_nothing_is_shown_the_course(self, course: Course, world: World, sign_in: SignIn) -> None:
        page = said(sign_in(world.rose).get("/parcours/"))
        assert "Vous ne suivez pas de parcours" in page
        assert 'href="/modules/"' in page

    def test_nobody_sees_it_signed_out(self, course: Course, client: Client) -> None:
        assert client.get("/parcours/").status_code == 302
