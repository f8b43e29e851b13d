"""« Recalculer »: after a wrong key was put right, what was answered is graded again, and what it was before stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import ERASED_HOST
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotAllowed, WrongState
from coursesite.core.outbox import drain
from coursesite.tracking.models import Pseudonym, Statement, Voiding
from modules.exercises.models import ChoicesExercise
from modules.progress import regrading
from modules.progress.actions import answer
from modules.progress.models import Attempt, ModuleStart, RegradedAttempt, Regrading
from modules.progress.regrading import ask_to_regrade, regrade
from tests.modules.course import ORDER_RIGHT, SORT_RIGHT, Course, publish
from tests.people import World

WRONG_KEY = ["true", "false"]  # what learners rightly thought, before the key was put right


@pytest.fixture
def editor(world: World) -> User:
    names = ["access_admin", "change_exercise"]
    world.ines.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return User.objects.get(pk=world.ines.pk)


@pytest.fixture
def answered(course: Course, enrolment: Enrolment) -> Attempt:
    """An answer that the key, as it was first written, counts half wrong."""
    course.choices = publish(course.choices)
    return answer(enrolment, course.choices, response=WRONG_KEY, op_id=uuid4(), unit=course.second)


def put_right(exercise: Any, **changes: Any) -> ChoicesExercise:
    """« false » is right after all, and « sure » is not."""
    for child in exercise.choices:
        child.value["right"] = child.value["key"] in WRONG_KEY
    for name, value in changes.items():
        setattr(exercise, name, value)
    return publish(exercise)


def test_answers_are_graded_again_and_what_they_were_stays(course: Course, answered: Attempt, editor: User) -> None:
    assert (answered.raw, answered.maximum, answered.success) == (2, 4, False)
    asked = ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse")
    answered.refresh_from_db()
    assert not answered.success and asked.done_at is None
    drain()
    answered.refresh_from_db()
    asked.refresh_from_db()
    assert (answered.raw, answered.maximum, answered.success) == (4, 4, True)
    assert (asked.read, asked.changed, asked.left) == (1, 1, 0) and asked.done_at
    kept = RegradedAttempt.objects.get()
    assert (kept.attempt, kept.raw_before, kept.maximum_before, kept.raw) == (answered, 2, 4, 4)


def test_the_trace_is_taken_back_and_told_anew_each_time(course: Course, answered: Attempt, editor: User) -> None:
    regrade(ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse"))
    told = Statement.objects.filter(verb__endswith="answered")
    voided = Voiding.objects.get()
    assert (voided.by, voided.reason, voided.voided.body["result"]["score"]["raw"]) == (editor, "La clé était fausse", 2)
    current = told.get(voided_by=None)
    assert current.body["result"]["score"]["raw"] == 4 and current.timestamp == voided.voided.timestamp

    exercise = ChoicesExercise.objects.get(pk=course.choices.pk)
    for child in exercise.choices:
        child.value["right"] = child.value["key"] == "true"
    regrade(ask_to_regrade(publish(exercise), by=editor, reason="Encore"))
    assert told.count() == 3 and told.get(voided_by=None).body["result"]["score"]["raw"] == 3


def test_whoever_now_has_enough_points_passes(course: Course, answered: Attempt, enrolment: Enrolment, editor: User) -> None:
    answer(
        enrolment,
        course.sort,
        response=dict(zip(SORT_RIGHT, reversed(SORT_RIGHT.values()), strict=True)),
        op_id=uuid4(),
        unit=course.first,
    )
    answer(enrolment, course.order, response=ORDER_RIGHT, op_id=uuid4(), unit=course.first)
    assert ModuleStart.objects.get().passed_at is None  # 6 out of 10
    regrade(ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse"))
    passed = ModuleStart.objects.get().passed_at
    assert passed is not None  # 8 out of 10
    exercise = ChoicesExercise.objects.get(pk=course.choices.pk)
    for child in exercise.choices:
        child.value["right"] = child.value["key"] == "never"
    regrade(ask_to_regrade(publish(exercise), by=editor, reason="Encore"))
    assert ModuleStart.objects.get().passed_at == passed  # nothing is taken away


def test_begun_again_it_changes_nothing_twice(course: Course, answered: Attempt, editor: User) -> None:
    asked = ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse")
    regrade(asked)
    told = Statement.objects.count()
    Regrading.objects.update(done_at=None)
    regrade(asked)
    assert (RegradedAttempt.objects.count(), Statement.objects.count()) == (1, told)
    assert Regrading.objects.get().changed == 1


def test_answers_to_another_version_are_left_alone(course: Course, answered: Attempt, editor: User) -> None:
    asked = ask_to_regrade(put_right(course.choices, version=2), by=editor, reason="La clé était fausse")
    regrade(asked)
    answered.refresh_from_db()
    assert answered.raw == 2 and not RegradedAttempt.objects.exists()


def test_an_answer_that_today_cannot_be_read_is_left_and_counted(course: Course, answered: Attempt, editor: User) -> None:
    exercise = course.choices
    exercise.choices = [(one.block_type, one.value) for one in exercise.choices if one.value["key"] != "false"]
    regrade(ask_to_regrade(publish(exercise), by=editor, reason="Un choix de moins"))
    done = Regrading.objects.get()
    assert (done.read, done.changed, done.left) == (0, 0, 1)


def test_who_may_ask_and_with_what(course: Course, answered: Attempt, editor: User, world: World) -> None:
    with pytest.raises(NotAllowed):
        ask_to_regrade(course.choices, by=world.luc, reason="Non")
    for reason in ("", "  ", "x" * 251, "un\x00deux"):
        with pytest.raises(Invalid):
            ask_to_regrade(course.choices, by=editor, reason=reason)
    ask_to_regrade(course.choices, by=editor, reason="Oui")
    with pytest.raises(WrongState):
        ask_to_regrade(course.choices, by=editor, reason="Encore")
    with pytest.raises(IntegrityError), transaction.atomic():
        Regrading.objects.create(exercise_id=course.sort.pk, by=editor, reason="")


def test_an_editor_asks_from_the_report(
    course: Course, answered: Attempt, editor: User, world: World, sign_in: Callable[[User], Client]
) -> None:
    address = f"/cms/reports/exercices/{course.choices.pk}/"
    client = sign_in(editor)
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422 and not Regrading.objects.exists()
    assert client.post(address, {"reason": "La clé était fausse"}).status_code == 303
    assert "La clé était fausse" in client.get(address).content.decode()
    assert sign_in(world.luc).post(address, {"reason": "Non"}).status_code in {302, 403}
    assert Regrading.objects.count() == 1


def test_of_somebody_erased_nothing_is_told_any_more(course: Course, answered: Attempt, editor: User, world: World) -> None:
    asked = ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse")
    User.objects.filter(pk=world.amina.pk).update(email=f"{world.amina.public_id}@{ERASED_HOST}")
    Pseudonym.objects.filter(person=world.amina).delete()
    told = Statement.objects.count()
    regrade(asked)
    assert Statement.objects.count() == told
    assert not Pseudonym.objects.filter(person=world.amina).exists()
    assert Regrading.objects.get().done_at


@pytest.mark.parametrize("version", [1, 2])
def test_stopped_midway_it_goes_on_by_the_key_it_began_with(
    course: Course, answered: Attempt, editor: User, world: World, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    """A worker that falls between two learners, and a key put right again, or another question, before another one takes over."""
    bilal = answer(
        Enrolment.objects.get(person=world.bilal), course.choices, response=WRONG_KEY, op_id=uuid4(), unit=course.second
    )
    asked = ask_to_regrade(put_right(course.choices), by=editor, reason="La clé était fausse")
    whole, done = regrading._learner, []

    def falls(*given: Any) -> int:
        if done:
            raise KeyboardInterrupt
        done.append(given)
        return whole(*given)

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(regrading, "_learner", falls)
        regrade(asked)
    assert RegradedAttempt.objects.count() == 1
    exercise = ChoicesExercise.objects.get(pk=course.choices.pk)
    for child in exercise.choices:
        child.value["right"] = child.value["key"] == "true"
    exercise.version = version
    publish(exercise)
    assert drain().done == 1
    for one in (answered, bilal):
        one.refresh_from_db()
        assert (one.raw, one.maximum) == (4, 4)
    assert Regrading.objects.get().changed == 2
