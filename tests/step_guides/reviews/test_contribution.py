"""How far each goes: who accompanies comments, who produces drafts, who validates decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.cohorts import trainers
from coursesite.cohorts.models import TrainerAssignment
from coursesite.cohorts.permissions import contribution_of
from coursesite.core.errors import Invalid, NotAllowed
from step_guides.reviews import actions
from step_guides.reviews.models import Review
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.models import Submission
from step_guides.worksheets.permissions import can_decide
from tests.people import person
from tests.step_guides.reviews.conftest import Sheet, named, text_of
from tests.step_guides.reviews.test_actions import mails

pytestmark = pytest.mark.django_db


def trainer(sheet: Sheet, name: str, contribution: str, kind: str = "expert") -> User:
    someone = person(name)
    cohort = sheet.world.cohort
    TrainerAssignment.objects.create(
        person=someone, cohort=cohort, kind=kind, contribution=contribution, starts_on=cohort.starts_on
    )
    return someone


def test_an_expert_who_accompanies_decides_nothing(sheet: Sheet) -> None:
    expert = trainer(sheet, "Elsa Droit", "supports")
    sheet.opened()
    for act in [
        lambda: sheets.validate(sheet.submission, by=expert),
        lambda: sheets.send_back(sheet.submission, by=expert),
        lambda: sheets.claim(sheet.submission, by=expert),
        lambda: actions.open_review(sheet.submission, by=expert),
        lambda: actions.take_over(sheet.submission, by=expert),
        lambda: actions.hand_over(sheet.submission, to=sheet.world.maud, by=expert),
    ]:
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "contribution"
    assert not can_decide(expert, sheet.submission) and can_decide(sheet.world.luc, sheet.submission)
    with pytest.raises(Invalid):
        actions.hand_over(sheet.submission, to=expert, by=sheet.world.luc)


def test_an_expert_who_accompanies_answers_help_and_adds_remarks_when_invited(sheet: Sheet, sign_in: Callable) -> None:
    expert, luc = trainer(sheet, "Elsa Droit", "supports"), sheet.world.luc
    review = sheet.ready()
    page = sign_in(expert)
    detail = reverse("reviews:detail", args=[sheet.submission.public_id])
    assert "vous inviter à ajouter vos remarques" in text_of(page.get(detail))
    assert page.post(reverse("reviews:claim", args=[sheet.submission.public_id])).status_code == 403
    actions.invite(sheet.submission, whom=expert, by=luc)
    sheet.join(expert)
    assert page.post(reverse("reviews:claim", args=[sheet.submission.public_id])).status_code == 303
    assert Submission.objects.get(pk=sheet.submission.pk).claimed_by == luc
    part = Review.objects.get(trainer=expert)
    with pytest.raises(NotAllowed):
        actions.save_letter(part, letter="Bonjour", next_step="", by=expert)
    with pytest.raises(NotAllowed):
        actions.save_scores(part, levels={}, by=expert)
    remark = actions.comment(part, sheet.outcome.anchor, kind="suggestion", text="Citer la loi", by=expert)
    sheet.agree(expert)
    with pytest.raises(NotAllowed):
        actions.decide(review, "returned", by=expert)
    actions.decide(review, "returned", by=luc)
    remark.refresh_from_db()
    assert remark.sent_at is not None and remark.author == expert
    thread = remark.thread
    assert actions.answer(thread, text="Voici laquelle.", by=expert).author == expert


def test_a_trainer_in_training_drafts_and_another_countersigns(
    sheet: Sheet, sign_in: Callable, drain: Callable, mailoutbox: list
) -> None:
    nina, luc = trainer(sheet, "Nina Apprentie", "drafts", kind="theory"), sheet.world.luc
    hers = sheet.ready(nina)
    assert "Faire contresigner" not in text_of(sign_in(nina).get(reverse("reviews:detail", args=[sheet.submission.public_id])))
    with pytest.raises(NotAllowed) as refused:
        actions.decide(hers, "returned", by=nina)
    assert refused.value.code == "countersign_required"
    confirm = reverse("reviews:confirm", args=[sheet.submission.public_id, "a-reprendre"])
    assert sign_in(nina).post(confirm).status_code == 403
    actions.invite(sheet.submission, whom=luc, by=nina)
    client = sign_in(luc)
    detail = reverse("reviews:detail", args=[sheet.submission.public_id])
    assert "Contresigner la réponse de Nina" not in text_of(client.get(detail)), "her part is not ready"
    sheet.agree(nina)
    assert mails("reviews.co_agreed") == 1
    assert "Contresigner la réponse de Nina" in text_of(client.get(detail))
    seen = named(text_of(client.get(f"{confirm}?de={nina.pk}")))
    assert client.post(f"{confirm}?de={nina.pk}", {"seen": seen}).status_code == 303
    sent = Review.objects.get(sent_at__isnull=False)
    assert (sent.trainer, sent.signed_by, sent.pair_reason) == (nina, luc, "")
    assert Submission.objects.get(pk=sheet.submission.pk).decided_by == luc
    drain()
    told = [one for one in mailoutbox if one.to == ["amina@test.example"]]
    assert "Nina et Luc ont répondu" in told[-1].subject
    answer = text_of(sign_in(sheet.world.amina).get(reverse("reviews:answer", args=[sheet.submission.public_id])))
    assert "Préparée par Nina Apprentie, contresignée par Luc Morvan." in answer


def test_an_expert_who_validates_decides(sheet: Sheet) -> None:
    expert = trainer(sheet, "Elsa Droit", "decides")
    assert actions.decide(sheet.ready(expert), "validated", by=expert).signed_by == expert


def test_participants_are_told_of_those_who_answer_only(sheet: Sheet, sign_in: Callable) -> None:
    trainer(sheet, "Elsa Droit", "supports")
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    page = text_of(sign_in(sheet.world.amina).get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "Luc et Maud" in page and "Elsa" not in page
    before = mails("worksheets.submitted")
    sheet.again()
    assert mails("worksheets.submitted") == before + 2


def test_the_network_says_how_far_each_goes(sheet: Sheet, sign_in: Callable) -> None:
    world = sheet.world
    cohort, rose = world.cohort, sign_in(world.rose)
    mine = TrainerAssignment.objects.get(person=world.maud)
    url = reverse("cohorts:edit_assignment", args=[cohort.public_id, mine.pk])
    assert rose.post(url, {"kind": "field", "contribution": "everything"}).status_code == 422
    assert rose.post(url, {"kind": "field", "contribution": "drafts"}).status_code == 303
    assert contribution_of(world.maud, cohort) == "drafts"
    assert "terrain, produit" in text_of(rose.get(reverse("cohorts:detail", args=[cohort.public_id])))
    assert sign_in(world.luc).post(url, {"kind": "field", "contribution": "decides"}).status_code == 403
    added = trainers.add_trainer(cohort, email=world.noe.email, kind="expert", contribution="supports", by=world.rose)
    assert added.contribution == "supports"
