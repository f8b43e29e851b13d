"""Cases played scene by scene, texts written again, self-positions, cards, and quizzes answered once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotFound, WrongState
from coursesite.tracking.models import Statement
from modules.exercises.models import Exercise
from modules.glossary.models import Term
from modules.progress import personal_data
from modules.progress.actions import answer, begin_answer
from modules.progress.models import Attempt, BegunAnswer
from modules.progress.states import begun_at
from tests.modules.course import Course, unit
from tests.modules.open_kinds import OpenKinds, build_open_kinds
from tests.people import World

SignIn = Callable[[User], Client]
LESSON = "/modules/module-3/ouvert/"
ENTRY = {"q1": "q1a", "q2": "q2b"}
POSITION = {"tc1": "1", "tc2": "2"}


@pytest.fixture
def kinds(course: Course, world: World) -> OpenKinds:
    return build_open_kinds()


@pytest.fixture
def lesson(course: Course, kinds: OpenKinds) -> Any:
    return unit(course.module, "Ouvert", "ouvert", *kinds.all)


@pytest.fixture
def amina(lesson: Any, world: World, sign_in: SignIn) -> Client:
    return sign_in(world.amina)


def post(browser: Client, code: str, **fields: str) -> Any:
    typed = {f"{code}-{name}": value for name, value in fields.items()}
    return browser.post(f"/parcours/module-3/ouvert/exercices/{code}/", {"op": str(uuid4()), **typed})


def said(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


def do(enrolment: Enrolment, exercise: Exercise, lesson: Any, response: object) -> Attempt:
    return answer(enrolment, exercise, response=response, op_id=uuid4(), unit=lesson)


class TestCase:
    def test_one_scene_at_a_time_and_the_place_is_kept(self, amina: Client, kinds: OpenKinds) -> None:
        page = said(amina.get(LESSON))
        assert "Situation s1" in page and "Situation s2" not in page
        assert post(amina, "cas", **{"s1": "say", ".at": "s1"}).status_code == 303
        assert BegunAnswer.objects.get().response == ["say"] and not Attempt.objects.exists()
        page = said(amina.get(LESSON))  # another day, another browser
        assert "Suite de say" in page and "Situation s2" in page and 'name="cas-s1" value="say"' in page
        assert all(begun_at(token) for token in re.findall(r'name="begun" value="([^"]*)"', page)), "when the page was opened"
        assert post(amina, "cas", **{"s1": "say", "s2": "one", ".at": "s2"}).status_code == 303
        attempt = Attempt.objects.get()
        assert (attempt.response, attempt.raw, attempt.maximum, attempt.success) == (["say", "one"], 3, 4, False)
        assert not BegunAnswer.objects.exists()
        page = said(amina.get(LESSON))
        assert "3 points sur 4" in page and "Recommencer" in page

    def test_it_begins_again_and_the_best_way_stays(
        self, amina: Client, enrolment: Enrolment, kinds: OpenKinds, lesson: Any
    ) -> None:
        do(enrolment, kinds.case, lesson, ["say", "one"])
        assert post(amina, "cas", **{".again": "1"}).status_code == 303
        page = said(amina.get(LESSON))
        assert "Situation s1" in page and "Suite de say" not in page and "3 sur 4" in page
        assert Attempt.objects.count() == 1

    def test_nothing_chosen_is_said_in_place_and_loses_nothing(self, amina: Client) -> None:
        response = post(amina, "cas", **{"s1": "say", ".at": "s2"})
        page = said(response)
        assert response.status_code == 422 and "Choisissez ce que vous décidez ici." in page
        assert "Suite de say" in page and "Situation s2" in page
        assert not BegunAnswer.objects.exists()

    def test_a_way_that_does_not_exist_is_refused(self, amina: Client, kinds: OpenKinds) -> None:
        assert post(amina, "cas", s1="two").status_code == 422
        assert not BegunAnswer.objects.exists() and not Attempt.objects.exists()

    def test_a_machine_may_do_the_same(self, amina: Client, kinds: OpenKinds) -> None:
        def send(way: object) -> Any:
            body = json.dumps({"op": str(uuid4()), "response": way})
            return amina.post("/parcours/module-3/ouvert/exercices/cas/", body, content_type="application/json")

        assert send(["say"]).json() == {"begun": ["say"]}
        assert send(["say", "two"]).json()["success"] is True
        assert send({"s1": "say"}).status_code == 422

    def test_only_a_beginning_is_kept_as_one(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any, course: Course) -> None:
        with pytest.raises(Invalid):
            begin_answer(enrolment, kinds.case, response=["say", "two"], unit=lesson)
        with pytest.raises(Invalid):
            begin_answer(enrolment, kinds.quiz, response={"q1": "q1a"}, unit=lesson)
        with pytest.raises(NotFound):
            begin_answer(enrolment, kinds.case, response=["say"], unit=course.first)
        assert not BegunAnswer.objects.exists()

    def test_one_beginning_an_exercise(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        for way in (["say"], ["hide"]):
            begin_answer(enrolment, kinds.case, response=way, unit=lesson)
        assert BegunAnswer.objects.get().response == ["hide"]
        with pytest.raises(IntegrityError), transaction.atomic():
            BegunAnswer.objects.create(enrolment=enrolment, exercise=kinds.case, response=[])

    def test_nobody_sees_anothers(self, amina: Client, world: World, sign_in: SignIn) -> None:
        post(amina, "cas", **{"s1": "say", ".at": "s1"})
        assert "Suite de say" not in said(sign_in(world.bilal).get(LESSON))


class TestRewriting:
    def test_our_version_comes_after_ones_own(self, amina: Client) -> None:
        assert "Notre version" not in said(amina.get(LESSON))
        assert post(amina, "ree", one="Les jeunes osent.\r\nSouvent.", who="1").status_code == 303
        page = said(amina.get(LESSON))
        assert "Notre version" in page and "Les jeunes osent.\nSouvent.</textarea>" in page
        assert Attempt.objects.get().response == {"texts": {"one": "Les jeunes osent.\nSouvent."}, "checks": ["who"]}

    def test_an_empty_text_is_refused_and_the_ticks_stay(self, amina: Client) -> None:
        response = post(amina, "ree", one=" ", who="1")
        page = said(response)
        assert response.status_code == 422 and "Écrivez d’abord votre propre version." in page
        assert 'name="ree-who" value="1" checked' in page and "Notre version" not in page

    def test_what_she_wrote_is_hers_and_goes_with_her(
        self, world: World, enrolment: Enrolment, kinds: OpenKinds, lesson: Any
    ) -> None:
        do(enrolment, kinds.rewrite, lesson, {"texts": {"one": "CANARI-ECRIT"}, "checks": []})
        do(enrolment, kinds.quiz, lesson, ENTRY)
        begin_answer(enrolment, kinds.case, response=["say"], unit=lesson)
        told = everything(world.amina)["progress"]["answers"]
        assert [one["written"] for one in told] == [["CANARI-ECRIT"], []]
        assert "CANARI-ECRIT" not in str(everything(world.bilal))
        assert not any("CANARI-ECRIT" in str(one.body) for one in Statement.objects.all())
        personal_data.erase(world.amina)
        assert [attempt.response for attempt in Attempt.objects.order_by("pk")] == [{"texts": {}, "checks": []}, ENTRY]
        assert not BegunAnswer.objects.exists()

    def test_its_statement_says_how_much_was_written(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        do(enrolment, kinds.rewrite, lesson, {"texts": {"one": "Douze signes"}, "checks": []})
        body = next(one.body for one in Statement.objects.all() if "answered" in one.verb)
        assert list(body["result"]["extensions"].values()) == [12]
        assert "response" not in body["result"] and "score" not in body["result"] and "success" not in body["result"]
        assert body["object"]["definition"]["interactionType"] == "long-fill-in"


class TestQuiz:
    def test_it_is_answered_once(self, amina: Client, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        assert post(amina, "entree", **ENTRY).status_code == 303
        assert post(amina, "entree", **ENTRY).status_code == 409
        assert Attempt.objects.count() == 1
        with pytest.raises(WrongState) as refusal:
            do(enrolment, kinds.quiz, lesson, ENTRY)
        assert refusal.value.code == "answered_once"

    def test_sent_twice_at_once_it_is_one_answer(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        op = uuid4()
        first = answer(enrolment, kinds.quiz, response=ENTRY, op_id=op, unit=lesson)
        assert answer(enrolment, kinds.quiz, response=ENTRY, op_id=op, unit=lesson) == first

    def test_what_was_right_is_nowhere_before_the_second(self, amina: Client, kinds: OpenKinds) -> None:
        post(amina, "entree", **ENTRY)
        page = said(amina.get(LESSON))
        assert "votre réponse" in page and "bonne réponse" not in page and "Parce que" not in page and "1 bonne" not in page
        body = json.dumps({"op": str(uuid4()), "response": ENTRY})
        address = "/parcours/module-3/ouvert/exercices/sortie/"
        assert amina.post(address, body, content_type="application/json").json()["raw"] == 1
        page = said(amina.get(LESSON))
        assert "bonne réponse" in page and "Parce que q1" in page and "votre réponse du premier jour" in page

    def test_a_machine_is_told_no_more(self, amina: Client, kinds: OpenKinds) -> None:
        body = json.dumps({"op": str(uuid4()), "response": ENTRY})
        told = amina.post("/parcours/module-3/ouvert/exercices/entree/", body, content_type="application/json").json()
        assert told == {"number": 1}

    def test_a_question_without_answer_is_named_and_the_others_stay(self, amina: Client) -> None:
        response = post(amina, "entree", q1="q1b")
        assert response.status_code == 422 and "1 question n’a pas de réponse." in said(response)
        assert 'value="q1b" required checked' in said(response)

    def test_each_question_leaves_its_statement(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        do(enrolment, kinds.quiz, lesson, ENTRY)
        bodies = [one.body for one in Statement.objects.all() if "answered" in one.verb]
        assert sorted(one["result"]["response"] for one in bodies) == ["q1a", "q2b"]
        assert {one["context"]["contextActivities"]["parent"][0]["id"].rpartition("/")[2] for one in bodies} == {"entree.v1"}

    def test_her_traces_and_her_data_keep_what_was_right_for_later(
        self, amina: Client, world: World, enrolment: Enrolment, kinds: OpenKinds, lesson: Any
    ) -> None:
        def told() -> str:
            return said(amina.get("/traces/mes-traces.json")) + json.dumps(everything(world.amina)["tracking"])

        do(enrolment, kinds.quiz, lesson, ENTRY)
        assert "q1a" in told() and "correctResponsesPattern" not in told() and "success" not in told()
        do(enrolment, kinds.exit, lesson, ENTRY)
        assert "correctResponsesPattern" in told() and "success" in told()


class TestPositionAndCards:
    def test_levels_then_levels_again_beside_the_first(self, amina: Client, kinds: OpenKinds) -> None:
        assert post(amina, "pos", **POSITION).status_code == 303
        then = {"tc1": "3", "tc2": "4", "tc1-then": "1", "tc2-then": "1"}
        assert post(amina, "pos-2", **then).status_code == 303
        page = said(amina.get(LESSON))
        assert "Réponse du premier jour" in page and page.count("<td data-label") >= 6

    def test_each_statement_is_on_a_scale(self, enrolment: Enrolment, kinds: OpenKinds, lesson: Any) -> None:
        do(enrolment, kinds.position, lesson, POSITION)
        bodies = [one.body for one in Statement.objects.all() if "answered" in one.verb]
        assert sorted(one["result"]["response"] for one in bodies) == ["1", "2"]
        for body in bodies:
            assert body["object"]["definition"]["interactionType"] == "likert"
            assert "correctResponsesPattern" not in body["object"]["definition"] and "success" not in body["result"]

    def test_cards_show_the_glossary_of_today_and_leave_no_statement(
        self, amina: Client, enrolment: Enrolment, kinds: OpenKinds, lesson: Any
    ) -> None:
        assert "Définition de besoin" in said(amina.get(LESSON))
        assert post(amina, "cartes", besoin="known").status_code == 422
        assert post(amina, "cartes", besoin="known", effet="again").status_code == 303
        assert not any("answered" in one.verb for one in Statement.objects.all())
        Term.objects.filter(slug="effet").update(live=False)
        assert [item.key for item in Exercise.objects.get(code="cartes").content().items] == ["besoin"]

    @pytest.mark.parametrize("which", ["position", "quiz", "case"])
    def test_answering_costs_eight_queries_more_than_an_empty_action_at_most(
        self, which: str, enrolment: Enrolment, kinds: OpenKinds, lesson: Any, course: Course
    ) -> None:
        do(enrolment, course.order, course.first, ["one", "two", "three", "four"])  # the module is begun
        with CaptureQueriesContext(connection) as usual:
            do(enrolment, course.order, course.first, ["one", "two", "four", "three"])
        response: Any = {"position": POSITION, "quiz": ENTRY, "case": ["say", "one"]}[which]
        with CaptureQueriesContext(connection) as queries:
            do(enrolment, getattr(kinds, which), lesson, response)
        assert len(queries) <= len(usual) + 4, "\n".join(query["sql"][:120] for query in queries)


def test_a_lesson_of_every_open_kind_costs_ten_queries_at_most(amina: Client) -> None:
    amina.get(LESSON)
    with CaptureQueriesContext(connection) as queries:
        assert amina.get(LESSON).status_code == 200
    assert len(queries) <= 10
