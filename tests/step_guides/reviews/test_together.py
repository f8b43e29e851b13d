"""Two trainers on one sheet: each her part, one letter, one signature with the agreement of the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from coursesite.cohorts.models import Cohort, TrainerAssignment
from coursesite.core.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from coursesite.tracking.models import Statement
from step_guides.reviews import actions
from step_guides.reviews.models import Comment, CoReader, Review, Thread
from step_guides.worksheets import actions as sheets
from tests.step_guides.reviews.conftest import Sheet, named, text_of
from tests.step_guides.reviews.test_actions import mails

pytestmark = pytest.mark.django_db


def test_one_letter_with_both_names_and_one_decision(
    pair: tuple[Sheet, Review, Review], sign_in: Callable, drain: Callable, mailoutbox: list
) -> None:
    sheet, his, hers = pair
    luc, maud, amina = sheet.world.luc, sheet.world.maud, sheet.world.amina
    assert mails("reviews.co_invited") == 1
    sheet.agree(maud)
    actions.decide(his, "returned", by=luc)
    assert Review.objects.filter(sent_at__isnull=False).count() == 1
    hers.refresh_from_db()
    assert hers.joined_to == his and not hers.is_draft
    assert not Comment.objects.filter(sent_at=None).exists()
    drain()
    to_amina = [one for one in mailoutbox if one.to == ["amina@test.example"]]
    assert len(to_amina) == 1 and to_amina[0].subject.startswith("Luc et Maud ont répondu")
    answer = text_of(sign_in(amina).get(reverse("reviews:answer", args=[sheet.submission.public_id])))
    for words in ["Luc et Maud", "Bonjour", "pensez aux horaires", "Trop général", "Avec qui en parlez-vous"]:
        assert words in answer, words
    sheet_page = text_of(sign_in(amina).get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "Luc et Maud ont lu" in sheet_page and "pensez aux horaires" in sheet_page
    said = Statement.objects.filter(verb__endswith="/commented")
    assert said.count() == 3 and Statement.objects.filter(verb__endswith="return").count() == 1
    with pytest.raises(WrongState):
        actions.save_letter(hers, letter="Encore", next_step="", by=maud)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=hers.pk).update(letter="Autre chose")
    with pytest.raises(IntegrityError), transaction.atomic():
        hers.scores.update(level=4)


def test_those_who_answer_together_read_each_other_and_write_in_nothing_of_the_other(
    pair: tuple[Sheet, Review, Review], sign_in: Callable
) -> None:
    sheet, _his, hers = pair
    page = text_of(sign_in(sheet.world.luc).get(reverse("reviews:detail", args=[sheet.submission.public_id])))
    assert "pensez aux horaires" in page and "Avec qui en parlez-vous" in page and "Trop général" in page
    remark = Comment.objects.get(author=sheet.world.maud)
    for act in [
        lambda: actions.save_letter(hers, letter="x", next_step="", by=sheet.world.luc),
        lambda: actions.edit_comment(remark, kind="question", text="x", by=sheet.world.luc),
        lambda: actions.delete_comment(remark, by=sheet.world.luc),
    ]:
        with pytest.raises(NotFound):
            act()
    changed = sign_in(sheet.world.luc).post(reverse("reviews:edit_comment", args=[remark.pk]), {"kind": "question", "text": "x"})
    assert changed.status_code == 404
    for person in [sheet.world.amina, sheet.world.noe, sheet.world.rose]:
        assert not Review.objects.visible_to(person).exists() and not Thread.objects.visible_to(person).exists()


def test_the_other_agrees_with_what_is_sent_or_a_reason_is_given(pair: tuple[Sheet, Review, Review], sign_in: Callable) -> None:
    sheet, his, hers = pair
    luc = sheet.world.luc
    with pytest.raises(Invalid) as refused:
        actions.decide(his, "returned", by=luc)
    assert refused.value.code == "pair" and "Maud" in str(refused.value)
    sheet.agree(sheet.world.maud)
    actions.save_letter(his, letter="Bonjour, autrement dit", next_step="Préciser", by=luc)
    with pytest.raises(Invalid):
        actions.decide(his, "returned", by=luc)  # written on since she agreed
    confirm = reverse("reviews:confirm", args=[sheet.submission.public_id, "a-reprendre"])
    page = text_of(sign_in(luc).get(confirm))
    assert "Pourquoi vous envoyez sans l’attendre" in page and "Avec qui en parlez-vous" not in page
    seen = named(page)
    assert sign_in(luc).post(confirm, {"pair_reason": "", "seen": seen}).status_code == 422
    assert sign_in(luc).post(confirm, {"pair_reason": "Maud est absente jusqu’à lundi.", "seen": seen}).status_code == 303
    his.refresh_from_db()
    hers.refresh_from_db()
    assert his.pair_reason.startswith("Maud est absente") and hers.is_draft and hers.letter
    assert Comment.objects.get(author=sheet.world.maud).sent_at is None, "what she has not agreed to send is kept"
    kept = text_of(sign_in(sheet.world.maud).get(reverse("reviews:detail", args=[sheet.submission.public_id])))
    assert "pensez aux horaires" in kept


def test_either_may_sign(pair: tuple[Sheet, Review, Review]) -> None:
    sheet, his, hers = pair
    sheet.agree(sheet.world.luc)
    with pytest.raises(Invalid):
        actions.decide(hers, "validated", by=sheet.world.maud)  # her own rubric is not full
    sheet.agree(sheet.world.luc)
    sent = actions.decide(his, "returned", by=sheet.world.maud)
    assert (sent.trainer, sent.signed_by) == (sheet.world.luc, sheet.world.maud)
    assert Comment.objects.get(author=sheet.world.maud).sent_at == sent.sent_at


def test_a_third_trainer_joins_before_answering(pair: tuple[Sheet, Review, Review], sign_in: Callable) -> None:
    sheet, his, _hers = pair
    noe, cohort = sheet.world.noe, sheet.world.cohort
    TrainerAssignment.objects.create(person=noe, cohort=cohort, starts_on=cohort.starts_on)
    third = sheet.ready(noe)
    assert not Review.objects.visible_to(noe).filter(pk=his.pk).exists()
    with pytest.raises(WrongState) as refused:
        actions.decide(third, "returned", by=noe)
    assert refused.value.code == "in_team"
    url = reverse("reviews:invite", args=[sheet.submission.public_id])
    assert sign_in(noe).post(url, {"to": str(noe.pk)}).status_code == 303
    assert Review.objects.visible_to(noe).filter(pk=his.pk).exists() and CoReader.objects.count() == 3
    assert actions.decide(third, "returned", pair_reason="Urgent", by=noe).signed_by == noe


def test_whoever_leaves_keeps_her_draft_and_the_others_are_told(pair: tuple[Sheet, Review, Review]) -> None:
    sheet, his, hers = pair
    actions.leave(sheet.submission, by=sheet.world.maud)
    assert not CoReader.objects.exists() and mails("reviews.co_left") == 1
    assert not Review.objects.visible_to(sheet.world.luc).filter(pk=hers.pk).exists()
    actions.decide(his, "returned", by=sheet.world.luc)
    hers.refresh_from_db()
    assert hers.is_draft and hers.letter
    with pytest.raises(WrongState):
        sheet.agree(sheet.world.maud)


def test_invitations_stay_in_the_cohort_and_before_the_answer(sheet: Sheet, sign_in: Callable) -> None:
    sheet.opened()
    for stranger in [sheet.world.noe, sheet.world.amina, sheet.world.rose]:
        with pytest.raises(Invalid):
            actions.invite(sheet.submission, whom=stranger, by=sheet.world.luc)
    for person, refusal in [(sheet.world.noe, NotFound), (sheet.world.amina, NotAllowed)]:
        with pytest.raises(refusal):
            actions.invite(sheet.submission, whom=sheet.world.maud, by=person)
    with pytest.raises(WrongState):
        actions.invite(sheet.submission, whom=sheet.world.luc, by=sheet.world.luc)
    actions.invite(sheet.submission, whom=sheet.world.maud, by=sheet.world.luc)
    actions.invite(sheet.submission, whom=sheet.world.maud, by=sheet.world.luc)
    assert mails("reviews.co_invited") == 1 and CoReader.objects.count() == 2
    with pytest.raises(WrongState):
        sheet.agree(sheet.world.maud)  # she has read nothing yet
    actions.decide(sheet.ready(), "returned", pair_reason="Urgent", by=sheet.world.luc)
    with pytest.raises(WrongState) as refused:
        actions.invite(sheet.submission, whom=sheet.world.maud, by=sheet.world.luc)
    assert refused.value.code == "already_decided"


def test_a_cohort_that_reads_in_pairs_calls_the_other_half(sheet: Sheet, sign_in: Callable) -> None:
    world = sheet.world
    Cohort.objects.filter(pk=world.cohort.pk).update(read_in_pairs=True)
    sheet.submission.cohort.refresh_from_db()
    page = text_of(sign_in(world.rose).get(reverse("cohorts:detail", args=[world.cohort.public_id])))
    assert "affectez une personne de la théorie et une personne du terrain" in page
    TrainerAssignment.objects.filter(person=world.maud).update(kind="field")
    sheet.opened()
    assert {one.trainer for one in CoReader.objects.all()} == {world.luc, world.maud} and mails("reviews.co_invited") == 1
    needs = sheets.open_sheet(world.jardin, "needs", by=world.chloe)
    only_read = sheets.submit(needs, by=world.chloe, confirmed=True)
    only_read.cohort.refresh_from_db()
    actions.open_review(sheets.claim(only_read, by=world.luc), by=world.luc)
    assert not CoReader.objects.filter(submission=only_read).exists()


def run(act: Callable) -> str:
    try:
        act()
    except Refusal as refused:
        return refused.code
    finally:
        connection.close()
    return "done"


@pytest.mark.django_db(transaction=True)
def test_both_signing_at_once_make_one_letter(pair: tuple[Sheet, Review, Review]) -> None:
    sheet, his, _hers = pair
    sheet.agree(sheet.world.luc)
    sheet.agree(sheet.world.maud)
    people = [sheet.world.luc, sheet.world.maud]

    def sign(person: object) -> str:
        return run(lambda: actions.decide(Review.objects.get(pk=his.pk), "returned", by=person))  # type: ignore[arg-type]

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(sign, people)) == ["already_decided", "done"]
    assert Review.objects.filter(sent_at__isnull=False).count() == 1
    assert mails("reviews.returned") == 2


@pytest.mark.django_db(transaction=True)
def test_writing_while_the_other_signs_loses_nothing(pair: tuple[Sheet, Review, Review]) -> None:
    """Maud's last words leave with the letter, or stay in her hands: never neither."""
    sheet, his, hers = pair
    maud = sheet.world.maud
    sheet.agree(maud)
    acts = [
        lambda: actions.decide(Review.objects.get(pk=his.pk), "returned", by=sheet.world.luc),
        lambda: actions.comment(Review.objects.get(pk=hers.pk), "sheet", kind="strength", text="Un mot encore", by=maud),
        lambda: actions.save_letter(Review.objects.get(pk=hers.pk), letter="Autre lettre", next_step="", by=maud),
    ]
    with ThreadPoolExecutor(3) as pool:
        signed, added, written = pool.map(lambda act: run(act), acts)
    assert signed == "done" and {added, written} <= {"done", "already_sent"}
    last = Comment.objects.filter(text="Un mot encore").first()
    assert (last is None) == (added == "already_sent")
    hers.refresh_from_db()
    assert hers.joined_to == his and (hers.letter == "Autre lettre") == (written == "done")
    assert last is None or last.sent_at is not None
