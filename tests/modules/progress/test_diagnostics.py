"""« Avant / après »: of oneself once the end is answered, of a cohort when nobody can be told apart in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Enrolment
from modules.competencies.models import Competency, Family
from modules.exercises.models import Exercise
from modules.progress.actions import answer
from modules.progress.cohort_diagnostics import GROUP, Both, cohort_diagnostics, fifths, in_groups
from modules.progress.diagnostics import diagnostics_of
from tests.modules.course import Course, unit
from tests.modules.open_kinds import OpenKinds, build_open_kinds
from tests.modules.progress.test_views import said
from tests.people import World, join, person

SignIn = Callable[[User], Client]
PAGE = "/parcours/avant-apres/"
ONE_RIGHT, BOTH_RIGHT = {"q1": "q1a", "q2": "q2b"}, {"q1": "q1a", "q2": "q2a"}
LOW, HIGH = {"tc1": "1", "tc2": "2"}, {"tc1": "3", "tc2": "4", "tc1-then": "2", "tc2-then": "2"}
Do = Callable[[Enrolment, Exercise, object], None]


@pytest.fixture
def kinds(course: Course) -> OpenKinds:
    family = Family.objects.create(code="TC", name="Comprendre")
    levels = {f"level_{n}": f"Niveau {n}" for n in range(1, 5)}
    Competency.objects.create(code="TC1", family=family, statement="distinguer les démarches", **levels)
    return build_open_kinds()


@pytest.fixture
def do(course: Course, kinds: OpenKinds) -> Do:
    start = unit(course.module, "Le départ", "depart", kinds.quiz, kinds.position)
    end = unit(course.module, "La fin", "fin", kinds.exit, kinds.again)

    def doing(enrolment: Enrolment, exercise: Exercise, response: object) -> None:
        at = start if exercise in (kinds.quiz, kinds.position) else end
        answer(enrolment, exercise, response=response, op_id=uuid4(), unit=at)

    return doing


def cohort_page(world: World) -> str:
    return f"/parcours/promotions/{world.cohort.public_id}/avant-apres/"


class TestOfOneself:
    def test_nothing_of_either_is_shown_before_the_end(
        self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World, sign_in: SignIn
    ) -> None:
        page = said(sign_in(world.amina).get(PAGE))
        assert "Vous n’avez répondu ni au début ni à la fin" in page and "/modules/module-3/depart/" in page
        do(enrolment, kinds.quiz, ONE_RIGHT)
        do(enrolment, kinds.position, LOW)
        page = said(sign_in(world.amina).get(PAGE))
        assert page.count("sont gardées") == 2 and "/modules/module-3/fin/#exercice-sortie" in page
        assert "Parce que" not in page and "bonne réponse" not in page and "Choix" not in page and "Je découvre" not in page

    def test_then_both_stand_side_by_side(
        self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World, sign_in: SignIn
    ) -> None:
        do(enrolment, kinds.quiz, ONE_RIGHT)
        do(enrolment, kinds.exit, BOTH_RIGHT)
        do(enrolment, kinds.position, LOW)
        do(enrolment, kinds.position, {"tc1": "4", "tc2": "4"})  # the first of the first day counts
        do(enrolment, kinds.again, HIGH)
        page = said(sign_in(world.amina).get(PAGE))
        assert "Distinguer les démarches" in page and "TC1" not in page, "people read names, never codes"
        assert "1 sur 2" in page and "2 sur 2" in page and "bonne réponse" in page and "Parce que q2" in page
        quiz, position = diagnostics_of(enrolment)
        assert [(one.before, one.after) for one in quiz.scores] == [((1, 2), (2, 2))]
        assert [(one.first.number, one.then.number, one.now.number) for one in position.moves] == [(1, 2, 3), (2, 2, 4)]

    def test_the_end_alone_compares_with_nothing(
        self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World, sign_in: SignIn
    ) -> None:
        do(enrolment, kinds.exit, BOTH_RIGHT)
        page = said(sign_in(world.amina).get(PAGE))
        assert "il n’y a rien à quoi comparer" in page and "2 sur 2" in page
        assert diagnostics_of(enrolment)[0].total.before is None

    def test_what_she_takes_away_tells_no_points_before_the_end(
        self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World
    ) -> None:
        def told() -> dict[str, list[int] | None]:
            return {one["exercise"]: one.get("points") for one in everything(world.amina)["progress"]["answers"]}

        do(enrolment, kinds.quiz, ONE_RIGHT)
        do(enrolment, kinds.position, LOW)
        assert told() == {kinds.quiz.code: None, kinds.position.code: [2, 2]}
        do(enrolment, kinds.exit, BOTH_RIGHT)
        assert told() == {kinds.quiz.code: [1, 2], kinds.position.code: [2, 2], kinds.exit.code: [2, 2]}

    def test_it_is_her_own(self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World, sign_in: SignIn) -> None:
        do(enrolment, kinds.exit, BOTH_RIGHT)
        for who in (world.bilal, world.luc, world.rose):
            assert "Parce que" not in said(sign_in(who).get(PAGE))

    def test_an_exercise_that_has_changed_since_is_no_error(
        self, do: Do, kinds: OpenKinds, enrolment: Enrolment, world: World, sign_in: SignIn
    ) -> None:
        do(enrolment, kinds.quiz, ONE_RIGHT)
        do(enrolment, kinds.exit, BOTH_RIGHT)
        do(enrolment, kinds.again, HIGH)
        kinds.quiz.questions = [(one.block_type, {**one.value, "key": f"new{n}"}) for n, one in enumerate(kinds.quiz.questions)]
        kinds.quiz.save()
        kinds.position.statements = [("statement", {"key": "other", "text": "Autre.", "competency": ""})]
        kinds.position.save()
        assert sign_in(world.amina).get(PAGE).status_code == 200


def answered_by(world: World, number: int, do: Do, kinds: OpenKinds, **given: Any) -> None:
    before, after = given.get("before", ONE_RIGHT), given.get("after", BOTH_RIGHT)
    for n in range(number):
        enrolment = join(person(f"P{len(Enrolment.objects.all())}-{n} Test"), world.jardin, world.cohort)
        assert enrolment
        do(enrolment, kinds.quiz, before)
        do(enrolment, kinds.exit, after)
        do(enrolment, kinds.position, LOW)
        do(enrolment, kinds.again, HIGH)


class TestOfACohort:
    def test_below_five_nothing_is_said(self, do: Do, kinds: OpenKinds, world: World, sign_in: SignIn) -> None:
        answered_by(world, GROUP - 1, do, kinds)
        luc = sign_in(world.luc)
        page = said(luc.get(cohort_page(world)))
        assert page.count("Moins de 5 personnes ont répondu les deux fois") == 2 and "sur cinq" not in page
        assert len(luc.get(cohort_page(world)[:-1] + ".csv").content.decode("utf-8-sig").splitlines()) == 1

    def test_from_five_on_it_is_said_in_fifths(self, do: Do, kinds: OpenKinds, world: World, sign_in: SignIn) -> None:
        answered_by(world, GROUP, do, kinds)
        page = said(sign_in(world.rose).get(cohort_page(world)))
        assert "sur 5 personnes" in page and "environ 3 sur cinq" in page and "quatre sur cinq au moins" in page
        quiz, position = cohort_diagnostics(world.cohort)
        assert [(one.before, one.then, one.after) for one in quiz.shares] == [(3, None, 4)]
        assert [(one.before, one.then, one.after) for one in position.shares] == [(1, 1, 4), (1, 1, 4)]
        csv = sign_in(world.rose).get(cohort_page(world)[:-1] + ".csv").content.decode("utf-8-sig")
        assert "environ 3 sur cinq" in csv and csv.count("\r\n") == 4

    def test_one_more_changes_nothing_until_the_next_group_is_whole(self, do: Do, kinds: OpenKinds, world: World) -> None:
        answered_by(world, GROUP, do, kinds, before=BOTH_RIGHT)
        first = cohort_diagnostics(world.cohort)
        answered_by(world, GROUP - 1, do, kinds, before={"q1": "q1b", "q2": "q2b"})
        assert cohort_diagnostics(world.cohort) == first
        answered_by(world, 1, do, kinds, before={"q1": "q1b", "q2": "q2b"})
        quiz, _position = cohort_diagnostics(world.cohort)
        assert quiz.people == 2 * GROUP and quiz.shares[0].before == 3

    def test_who_leaves_or_answers_again_changes_nothing(self, do: Do, kinds: OpenKinds, world: World) -> None:
        answered_by(world, GROUP, do, kinds)
        first = cohort_diagnostics(world.cohort)
        one = Enrolment.objects.filter(attempts__exercise=kinds.exit).first()
        assert one
        do(one, kinds.again, HIGH | {"tc1": "1"})
        Enrolment.objects.filter(pk=one.pk).update(left_on="2026-10-01")
        assert cohort_diagnostics(world.cohort) == first

    def test_both_times_are_needed(self, do: Do, kinds: OpenKinds, world: World, enrolment: Enrolment) -> None:
        answered_by(world, GROUP - 1, do, kinds)
        do(enrolment, kinds.exit, BOTH_RIGHT)
        assert [one.people for one in cohort_diagnostics(world.cohort)] == [0, 0]

    def test_another_cohort_is_not_in_it(self, do: Do, kinds: OpenKinds, world: World, sign_in: SignIn) -> None:
        answered_by(world, GROUP, do, kinds)
        assert [one.people for one in cohort_diagnostics(world.other_cohort)] == [0, 0]
        assert sign_in(world.noe).get(cohort_page(world)).status_code == 404
        assert sign_in(world.amina).get(cohort_page(world)).status_code == 403

    def test_its_queries_do_not_grow(self, do: Do, kinds: OpenKinds, world: World, sign_in: SignIn) -> None:
        luc, counts = sign_in(world.luc), []
        for _turn in range(2):
            answered_by(world, GROUP, do, kinds)
            with CaptureQueriesContext(connection) as queries:
                luc.get(cohort_page(world))
            counts.append(len(queries))
        assert counts[1] <= counts[0]


@pytest.mark.parametrize(("part", "whole", "told"), [(0, 5, 1), (1, 5, 1), (2, 5, 2), (3, 5, 3), (4, 5, 4), (5, 5, 4), (5, 10, 3), (0, 50, 1), (50, 50, 4)])  # fmt: skip
def test_all_and_nobody_are_never_told(part: int, whole: int, told: int) -> None:
    assert fifths(part, whole) == told


def test_groups_are_made_in_the_order_of_the_second_answer() -> None:
    first: Any = {n: ({"q": str(n)}, n) for n in range(7)}
    again: Any = {n: ({"q": "z"}, 100 - n) for n in range(1, 7)}
    told: list[Both] = in_groups(first, again)
    assert [before["q"] for before, _after in told] == ["6", "5", "4", "3", "2"]
