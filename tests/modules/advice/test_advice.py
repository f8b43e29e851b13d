"""« Demander l'avis d'un formateur »: on a text written again, once, read beside it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.accounts.personal_data import everything
from coursesite.cohorts.models import Enrolment, TrainerAssignment
from coursesite.core.errors import NotFound, WrongState
from coursesite.core.models import Outbox, WarningTally
from modules.advice import personal_data
from modules.advice.actions import answer, ask
from modules.advice.models import AdviceRequest
from modules.exercises.models import RewriteExercise
from modules.progress.actions import answer as attempt
from tests.modules.course import build_course, unit
from tests.modules.open_kinds import rewrite_exercise
from tests.modules.progress.test_views import said
from tests.people import World, join

SignIn = Callable[[User], Client]
LESSON, ASK, LIST = "/modules/module-3/recrire/", "/avis/module-3/recrire/ree/", "/avis/"
Write = Callable[..., Enrolment]


@pytest.fixture
def exercise(world: World) -> RewriteExercise:
    course, found = build_course(), rewrite_exercise()
    course.module.refresh_from_db()
    unit(course.module, "Réécrire", "recrire", found)
    return found


@pytest.fixture
def write(exercise: RewriteExercise, world: World) -> Write:
    from modules.catalogue.models import UnitPage

    def writing(text: str = "Les jeunes osent.", who: User | None = None) -> Enrolment:
        enrolment = Enrolment.objects.get(person=who or world.amina)
        given = {"texts": {"one": text}, "checks": []}
        attempt(enrolment, exercise, response=given, op_id=uuid4(), unit=UnitPage.objects.get(slug="recrire"))
        return enrolment

    return writing


def page_of(enrolment: Enrolment) -> str:
    return f"{LIST}{enrolment.public_id}/ree/"


def mails(key: str) -> int:
    return Outbox.objects.filter(kind="mail", key__contains=key).count()


def test_she_asks_a_trainer_answers_and_she_reads_it_beside_her_text(write: Write, world: World, sign_in: SignIn) -> None:
    enrolment, amina, luc = write(), sign_in(world.amina), sign_in(world.luc)
    assert "Demander l’avis d’un formateur" in said(amina.get(LESSON))
    assert amina.post(ASK).headers["Location"] == f"{LESSON}#exercice-ree"
    assert "Demandé le" in said(amina.get(LESSON))
    assert mails("advice.asked") == 2, "both trainers of the cohort"
    assert "Amina" in said(luc.get(LIST)) and "Les jeunes osent." in said(luc.get(page_of(enrolment)))
    assert luc.post(page_of(enrolment), {"text": "Dites qui change.", "about": "1"}).status_code == 303
    page = said(amina.get(LESSON))
    assert "Dites qui change." in page and "Luc Morvan" in page and mails("advice.given") == 1
    assert "Demander l’avis" not in page, "about this text she has her answer"


def test_what_she_writes_since_may_be_asked_about_again(
    write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    enrolment = write()
    answer(ask(enrolment, exercise), text="Dites qui.", by=world.luc, about=1)
    write("Les jeunes de 15 ans osent.")
    page = said(sign_in(world.amina).get(LESSON))
    assert "À propos de votre texte précédent" in page and "Demander l’avis" in page
    ask(enrolment, exercise)
    write("Encore.")
    with pytest.raises(WrongState) as refusal:
        ask(enrolment, exercise)
    assert refusal.value.code == "asked_already" and AdviceRequest.objects.count() == 2


def test_the_same_text_is_asked_about_once(write: Write, exercise: RewriteExercise) -> None:
    enrolment = write()
    assert ask(enrolment, exercise) == ask(enrolment, exercise) and mails("advice.asked") == 2


def test_there_is_nothing_to_ask_before_writing(exercise: RewriteExercise, world: World, sign_in: SignIn) -> None:
    amina = sign_in(world.amina)
    assert "Demander l’avis" not in said(amina.get(LESSON))
    assert amina.post(ASK).status_code == 409 and not AdviceRequest.objects.exists()


def test_nobody_to_ask_in_a_cohort_without_trainers(
    write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    enrolment = write()
    TrainerAssignment.objects.filter(cohort=world.cohort).update(ends_on=world.cohort.starts_on)
    assert "Demander l’avis" not in said(sign_in(world.amina).get(LESSON))
    with pytest.raises(WrongState) as refusal:
        ask(enrolment, exercise)
    assert refusal.value.code == "no_trainer"


def test_only_the_trainers_of_her_cohort_read_it(write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn) -> None:
    asked = ask(write("CANARI-TEXTE"), exercise)
    for who in (world.amina, world.bilal, world.noe, world.rose, world.ines, world.sofia):
        browser = sign_in(who)
        assert browser.get(page_of(asked.attempt.enrolment)).status_code == 404
        assert "CANARI-TEXTE" not in said(browser.get(LIST)) and "Réécrire" not in said(browser.get(LIST))
        with pytest.raises(NotFound):
            answer(asked, text="Moi", by=who, about=1)


def test_a_trainer_does_not_read_her_own_organisation(
    write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    join(world.maud, world.passerelle)
    asked = ask(write(), exercise)
    assert mails("advice.asked") == 1
    assert sign_in(world.maud).get(page_of(asked.attempt.enrolment)).status_code == 404


def test_the_first_answer_is_the_answer(write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn) -> None:
    asked = ask(write(), exercise)
    answer(asked, text="Un.", by=world.luc, about=1)
    assert sign_in(world.maud).post(page_of(asked.attempt.enrolment), {"text": "Deux.", "about": "1"}).status_code == 409
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Un.", world.luc)


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "a\x00b"])
def test_what_is_no_answer_is_said_and_stays(
    text: str, write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    asked = ask(write(), exercise)
    response = sign_in(world.luc).post(page_of(asked.attempt.enrolment), {"text": text, "about": "1"})
    assert response.status_code == 422 and 'role="alert"' in said(response)
    assert AdviceRequest.objects.waiting().count() == 1


def test_what_seems_to_name_somebody_waits_for_the_trainers_word(
    write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    asked, luc = ask(write("Avec Mme Durand, on avance."), exercise), sign_in(world.luc)
    assert "semble désigner une personne" in said(sign_in(world.amina).get(LESSON)), "beside what she wrote, too"
    response = luc.post(page_of(asked.attempt.enrolment), {"text": "Ôtez Mme Durand.", "about": "1"})
    assert response.status_code == 422 and "Ôtez Mme Durand.</textarea>" in said(response)
    assert (
        luc.post(page_of(asked.attempt.enrolment), {"text": "Ôtez Mme Durand.", "confirmed": "1", "about": "1"}).status_code
        == 303
    )
    assert list(WarningTally.objects.values_list("model", "kind", "times")) == [("advice.advicerequest", "name", 1)]


def test_it_goes_with_her_and_stays_without_the_trainers_name(write: Write, exercise: RewriteExercise, world: World) -> None:
    answer(ask(write(), exercise), text="CANARI-AVIS", by=world.luc, about=1)
    assert everything(world.luc)["advice"]["given"][0]["text"] == "CANARI-AVIS"
    assert len(everything(world.amina)["advice"]["asked"]) == 1 and "CANARI-AVIS" in str(everything(world.amina)["advice"])
    personal_data.erase(world.luc)
    assert AdviceRequest.objects.count() == 1
    personal_data.erase(world.amina)
    assert not AdviceRequest.objects.exists()


def test_the_database_knows_no_half_answer(write: Write, exercise: RewriteExercise, world: World) -> None:
    asked = ask(write(), exercise)
    for half in ({"answer": "Oui"}, {"answered_by": world.luc}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AdviceRequest.objects.filter(pk=asked.pk).update(**half)


def test_the_list_does_not_cost_more_with_more(write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn) -> None:
    luc, counts = sign_in(world.luc), []
    for who in (world.amina, world.bilal, world.chloe):
        ask(write(who=who), exercise)
        with CaptureQueriesContext(connection) as queries:
            assert luc.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[2] <= counts[0]


def test_an_answer_is_about_the_text_that_was_read(
    write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn
) -> None:
    """Maud answers, Amina writes again and asks again, while Luc writes about the first text."""
    enrolment = write()
    luc = sign_in(world.luc)
    asked = ask(enrolment, exercise)
    answer(asked, text="Un.", by=world.maud, about=1)
    write("Les jeunes de 15 ans osent.")
    ask(enrolment, exercise)
    response = luc.post(page_of(enrolment), {"text": "Deux.", "about": "1"})
    assert response.status_code == 422
    assert "Les jeunes de 15 ans osent." in said(response) and "Deux.</textarea>" in said(response)
    assert luc.post(page_of(enrolment), {"text": "Deux.", "about": "2"}).status_code == 303


def test_nobody_answers_who_has_left(write: Write, exercise: RewriteExercise, world: World, sign_in: SignIn) -> None:
    asked = ask(write("CANARI-TEXTE"), exercise)
    Enrolment.objects.filter(pk=asked.attempt.enrolment_id).update(left_on=world.cohort.starts_on)
    luc = sign_in(world.luc)
    assert luc.get(page_of(asked.attempt.enrolment)).status_code == 404
    with pytest.raises(NotFound):
        answer(asked, text="Moi", by=world.luc, about=1)
