"""A version goes from one trainer to another, and an answered sheet opens again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from coursesite.core.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from coursesite.organisations.models import Membership
from step_guides.reviews import actions
from step_guides.reviews.models import Review
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.models import Submission
from tests.step_guides.reviews.conftest import Sheet, text_of
from tests.step_guides.reviews.test_actions import mails

pytestmark = pytest.mark.django_db


def at(name: str, sheet: Sheet) -> str:
    return reverse(f"reviews:{name}", args=[sheet.submission.public_id])


def reader(sheet: Sheet) -> object:
    return Submission.objects.get(pk=sheet.submission.pk).claimed_by


def test_taking_over_tells_the_other_who_keeps_her_draft(sheet: Sheet, sign_in: Callable) -> None:
    hers = sheet.ready(sheet.world.maud)
    luc = sign_in(sheet.world.luc)
    asked = luc.get(at("take_over", sheet))
    assert "Maud Tessier" in text_of(asked) and reader(sheet) == sheet.world.maud, "a GET takes nothing"
    assert luc.post(at("take_over", sheet)).status_code == 303
    assert reader(sheet) == sheet.world.luc and mails("reviews.taken_over") == 1
    hers.refresh_from_db()
    assert hers.letter == "Bonjour" and hers.scores.count() == 8
    assert Review.objects.filter(trainer=sheet.world.luc).exists()
    luc.post(at("take_over", sheet))
    assert mails("reviews.taken_over") == 1, "the same form, sent twice"
    assert luc.get(at("take_over", sheet)).status_code == 303


def test_entrusting_opens_nothing_and_tells_both(sheet: Sheet, sign_in: Callable) -> None:
    luc = sign_in(sheet.world.luc)
    assert luc.post(at("hand_over", sheet), {"to": str(sheet.world.maud.pk)}).status_code == 303
    sheet.worksheet.refresh_from_db()
    assert (reader(sheet), sheet.worksheet.state) == (sheet.world.maud, "submitted")
    assert (mails("reviews.handed_over"), mails("reviews.taken_over")) == (1, 0)
    actions.hand_over(sheet.submission, to=sheet.world.luc, by=sheet.world.luc)
    assert (mails("reviews.handed_over"), mails("reviews.taken_over")) == (1, 1)
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    with pytest.raises(WrongState):
        actions.hand_over(sheet.submission, to=sheet.world.maud, by=sheet.world.luc)


def test_a_version_is_entrusted_to_its_trainers_only(sheet: Sheet, sign_in: Callable) -> None:
    Membership.objects.create(organisation=sheet.world.passerelle, person=sheet.world.maud)
    for person in [sheet.world.noe, sheet.world.amina, sheet.world.rose, sheet.world.maud]:
        with pytest.raises(Invalid):
            actions.hand_over(sheet.submission, to=person, by=sheet.world.luc)
    for bad in ["", "x", "9" * 12, str(sheet.world.noe.pk), "0"]:
        assert sign_in(sheet.world.luc).post(at("hand_over", sheet), {"to": bad}).status_code == 422
    for person, refusal in [(sheet.world.noe, NotFound), (sheet.world.rose, NotFound), (sheet.world.amina, NotAllowed)]:
        with pytest.raises(refusal):
            actions.take_over(sheet.submission, by=person)
        with pytest.raises(refusal):
            actions.hand_over(sheet.submission, to=sheet.world.luc, by=person)


def test_what_was_answered_is_neither_taken_nor_given(sheet: Sheet) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    for act in [
        lambda: actions.take_over(sheet.submission, by=sheet.world.maud),
        lambda: actions.hand_over(sheet.submission, to=sheet.world.maud, by=sheet.world.luc),
    ]:
        with pytest.raises(WrongState) as refused:
            act()
        assert refused.value.code == "already_decided" and "Luc" in str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_taking_over_while_the_other_decides(sheet: Sheet) -> None:
    """Whichever comes first, one decision stands, and a version that is decided is nobody's to take."""
    draft = sheet.ready()

    def run(act: Callable) -> str:
        try:
            act()
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    acts = [
        lambda: actions.decide(Review.objects.get(pk=draft.pk), "returned", by=sheet.world.luc),
        lambda: actions.take_over(Submission.objects.get(pk=sheet.submission.pk), by=sheet.world.maud),
    ]
    with ThreadPoolExecutor(2) as pool:
        decided, taken = pool.map(run, acts)
    now = Submission.objects.get(pk=sheet.submission.pk)
    assert decided == "done" and now.decided_by == sheet.world.luc
    assert (taken, now.claimed_by) in [("done", sheet.world.maud), ("already_decided", sheet.world.luc)]
    assert mails("reviews.taken_over") == (taken == "done")


def test_a_trainer_opens_an_answered_sheet_again_with_a_reason(
    sheet: Sheet, sign_in: Callable, drain: Callable, mailoutbox: list
) -> None:
    actions.decide(sheet.ready(), "validated", by=sheet.world.luc)
    maud = sign_in(sheet.world.maud)
    assert at("reopen", sheet) in text_of(maud.get(at("detail", sheet)))
    empty = maud.post(at("reopen", sheet), {"reason": " "})
    assert empty.status_code == 422
    assert maud.post(at("reopen", sheet), {"reason": "Votre public a changé."}).status_code == 303
    sheet.worksheet.refresh_from_db()
    assert sheet.worksheet.state == "returned"
    sheet.submission.refresh_from_db()
    assert sheet.submission.decision == "validated", "what was answered stays"
    drain()
    told = [one for one in mailoutbox if "rouvre" in one.subject]
    assert {one.to[0] for one in told} == {"amina@test.example", "bilal@test.example"} and "Votre public" in told[0].body
    page = text_of(sign_in(sheet.world.amina).get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "Votre public a changé." in page
    again = sheet.again()
    assert "Votre public a changé." in text_of(maud.get(reverse("reviews:detail", args=[again.public_id])))


def test_the_reason_of_the_organisation_reaches_the_trainer(sheet: Sheet, sign_in: Callable) -> None:
    actions.decide(sheet.ready(), "validated", by=sheet.world.luc)
    sheets.reopen(sheet.worksheet, by=sheet.world.amina, reason="Notre activité a changé.")
    again = sheet.again()
    page = text_of(sign_in(sheet.world.luc).get(reverse("reviews:detail", args=[again.public_id])))
    assert "Notre activité a changé." in page


def test_only_what_was_accepted_opens_again(sheet: Sheet, sign_in: Callable) -> None:
    luc = sign_in(sheet.world.luc)
    assert luc.post(at("reopen", sheet), {"reason": "Trop tôt"}).status_code == 409
    assert luc.get(at("reopen", sheet)).status_code == 303
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    with pytest.raises(WrongState):
        actions.reopen(sheet.submission, reason="Déjà ouverte", by=sheet.world.luc)
    for person in [sheet.world.noe, sheet.world.rose, sheet.world.paul]:
        with pytest.raises(NotFound):
            actions.reopen(sheet.submission, reason="x", by=person)
    with pytest.raises(NotAllowed):
        actions.reopen(sheet.submission, reason="x", by=sheet.world.amina)
