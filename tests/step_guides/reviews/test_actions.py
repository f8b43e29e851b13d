from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from coursesite.core.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from coursesite.core.models import Outbox
from coursesite.organisations.models import Membership
from coursesite.tracking.models import Statement
from step_guides.reviews import actions
from step_guides.reviews.models import Comment, PrivateNote, Review, Thread
from step_guides.worksheets import actions as sheets
from tests.step_guides.reviews.conftest import Sheet

pytestmark = pytest.mark.django_db


def mails(key: str) -> int:
    return Outbox.objects.filter(key__startswith=f"mail:{key}:").count()


def test_what_a_trainer_prepares_is_read_by_nobody_else(sheet: Sheet) -> None:
    sheet.ready()
    for person in [
        sheet.world.amina,
        sheet.world.bilal,
        sheet.world.maud,
        sheet.world.noe,
        sheet.world.rose,
        sheet.world.stranger,
    ]:
        assert not Review.objects.visible_to(person).exists(), person
        assert not Thread.objects.visible_to(person).exists(), person
    assert mails("reviews") == 0


def test_an_answer_leaves_whole(sheet: Sheet) -> None:
    review = actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    sheet.worksheet.refresh_from_db()
    assert (review.decision, sheet.worksheet.state) == ("returned", "returned")
    assert Comment.objects.filter(sent_at=review.sent_at).count() == 2
    assert Thread.objects.visible_to(sheet.world.bilal).count() == 2
    assert mails("reviews.returned") == 2  # Amina and Bilal
    assert Statement.objects.filter(verb__endswith="/commented").count() == 2
    assert Statement.objects.filter(verb__endswith="return").count() == 1
    assert "mécanisme" not in str(list(Statement.objects.values_list("body", flat=True)))


def test_an_answer_needs_a_full_rubric_a_strong_point_and_a_next_step(sheet: Sheet) -> None:
    review = sheet.opened()
    with pytest.raises(Invalid) as refused:
        actions.decide(review, "returned", by=sheet.world.luc)
    assert len(refused.value.errors["__all__"]) == 3
    sheet.worksheet.refresh_from_db()
    assert sheet.worksheet.state == "in_review"


def test_the_rule_advises_and_a_trainer_says_why_it_is_set_aside(sheet: Sheet) -> None:
    review = sheet.ready(level=2)
    with pytest.raises(Invalid, match="."):
        actions.decide(review, "validated", by=sheet.world.luc)
    done = actions.decide(review, "validated", override_reason="Le contexte l’explique", by=sheet.world.luc)
    assert (done.decision, done.override_reason) == ("validated", "Le contexte l’explique")


def test_a_sent_answer_is_never_changed(sheet: Sheet) -> None:
    review = actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    sent = Comment.objects.first()
    assert sent is not None
    with pytest.raises(WrongState):
        actions.save_letter(review, letter="autre", next_step="autre", by=sheet.world.luc)
    with pytest.raises(NotFound):
        actions.edit_comment(sent, kind="question", text="autre", by=sheet.world.luc)
    with pytest.raises(NotFound):
        actions.delete_comment(sent, by=sheet.world.luc)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(next_step="")


def test_the_second_trainer_is_told_and_keeps_her_draft(sheet: Sheet) -> None:
    mine, hers = sheet.ready(), sheet.ready(sheet.world.maud)
    actions.decide(mine, "returned", by=sheet.world.luc)
    with pytest.raises(WrongState) as refused:
        actions.decide(hers, "validated", by=sheet.world.maud)
    assert refused.value.code == "already_decided" and "Luc" in str(refused.value)
    hers.refresh_from_db()
    assert hers.is_draft and hers.letter == "Bonjour"
    assert not Thread.objects.visible_to(sheet.world.amina).filter(opened_by=sheet.world.maud).exists()


@pytest.mark.django_db(transaction=True)
def test_two_trainers_deciding_at_once_make_one_decision(sheet: Sheet) -> None:
    drafts = [(sheet.ready(), sheet.world.luc, "returned"), (sheet.ready(sheet.world.maud), sheet.world.maud, "validated")]

    def run(draft: tuple) -> str:
        review, trainer, decision = draft
        try:
            actions.decide(Review.objects.get(pk=review.pk), decision, by=trainer)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, drafts)) == ["already_decided", "sent"]
    assert Review.objects.filter(sent_at__isnull=False).count() == 1


def test_a_decision_on_a_version_that_was_taken_back_is_refused(sheet: Sheet) -> None:
    review = actions.open_review(sheet.submission, by=sheet.world.luc)
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    with pytest.raises(Refusal):
        actions.decide(review, "returned", by=sheet.world.luc)


def test_nobody_decides_on_her_own_organisation(sheet: Sheet) -> None:
    Membership.objects.create(organisation=sheet.world.passerelle, person=sheet.world.luc)
    with pytest.raises(NotAllowed):
        actions.open_review(sheet.submission, by=sheet.world.luc)


def test_strangers_find_nothing(sheet: Sheet) -> None:
    for person in [sheet.world.noe, sheet.world.chloe, sheet.world.rose, sheet.world.sofia, sheet.world.stranger]:
        with pytest.raises(NotFound):
            actions.open_review(sheet.submission, by=person)


def test_the_next_rubric_starts_from_the_last_answer(sheet: Sheet) -> None:
    actions.decide(sheet.ready(level=2), "returned", by=sheet.world.luc)
    sheet.again()
    review = sheet.opened(sheet.world.maud)
    assert set(review.scores.values_list("level", flat=True)) == {2} and review.scores.count() == 8


def test_a_remark_stands_only_where_the_version_has_something(sheet: Sheet) -> None:
    review = sheet.opened()
    with pytest.raises(NotFound):
        actions.comment(review, "node:00000000-0000-4000-8000-000000000000", kind="question", text="?", by=sheet.world.luc)
    with pytest.raises(Invalid):
        actions.comment(review, "sheet", kind="help", text="?", by=sheet.world.luc)
    with pytest.raises(Invalid):
        actions.comment(review, "sheet", kind="question", text="  ", by=sheet.world.luc)


def test_a_remark_outlives_its_element(sheet: Sheet) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    sheet.worksheet.refresh_from_db()
    sheets.delete_row(sheet.worksheet, sheet.activity.anchor, by=sheet.world.amina)
    kept = Thread.objects.visible_to(sheet.world.amina).get(anchor=sheet.activity.anchor)
    assert kept.last_text == "Ateliers sur les démarches"


def test_the_organisation_addresses_or_declines_with_a_reason(sheet: Sheet) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.get(kind="question")
    assert actions.settle(thread, "addressed", by=sheet.world.bilal).state == "addressed"
    assert actions.settle(thread, "open", by=sheet.world.luc).settled_by is None
    with pytest.raises(Invalid):
        actions.settle(thread, "declined", by=sheet.world.amina)
    assert actions.settle(thread, "declined", reason="Nous gardons ce lien", by=sheet.world.amina).state == "declined"
    with pytest.raises(NotAllowed):
        actions.settle(thread, "addressed", by=sheet.world.luc)
    with pytest.raises(Invalid):
        actions.settle(thread, "nowhere", by=sheet.world.amina)
    with pytest.raises(NotFound):
        actions.settle(thread, "addressed", by=sheet.world.chloe)


def test_a_reply_reaches_the_other_side_once(sheet: Sheet) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.get(kind="question")
    actions.answer(thread, text="Voici comment", by=sheet.world.amina)
    assert mails("reviews.replied") == 1  # Luc, who spoke; not Maud
    actions.answer(thread, text="Merci", by=sheet.world.luc)
    assert mails("reviews.replied") == 3  # Amina and Bilal


def test_help_is_asked_on_a_draft_and_shows_one_element_only(sheet: Sheet) -> None:
    with pytest.raises(WrongState):
        actions.ask(sheet.worksheet, sheet.outcome.anchor, text="Est-ce un effet ?", by=sheet.world.amina)
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    sheet.worksheet.refresh_from_db()
    thread = actions.ask(sheet.worksheet, sheet.outcome.anchor, text="Est-ce un effet ?", by=sheet.world.bilal)
    assert thread.last_text == "Les personnes connaissent leurs droits"
    assert mails("reviews.help_asked") == 2  # Luc and Maud
    assert Thread.objects.visible_to(sheet.world.maud).get() == thread
    assert not Thread.objects.visible_to(sheet.world.noe).exists()
    actions.answer(thread, text="Oui", by=sheet.world.maud)
    assert mails("reviews.help_answered") == 2
    sheet.worksheet.refresh_from_db()
    assert sheet.worksheet.state == "draft"


def test_private_notes_are_for_trainers(sheet: Sheet) -> None:
    actions.note(sheet.submission, text="À suivre de près", by=sheet.world.luc)
    with pytest.raises(NotAllowed):
        actions.note(sheet.submission, text="x", by=sheet.world.amina)
    assert PrivateNote.objects.count() == 1
