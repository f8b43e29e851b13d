"""Sheets that are only read: the trainer marks them read, with a word if useful, and nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from coursesite.core.errors import WrongState
from step_guides.reviews import actions
from step_guides.reviews.models import Review
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.models import Submission
from tests.people import World
from tests.step_guides.reviews.conftest import named, text_of
from tests.step_guides.worksheets.factories import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world: World) -> Submission:
    sheet = sheets.open_sheet(world.passerelle, Kind.NEEDS, by=world.amina)
    write(sheet, filled_example(Kind.NEEDS).snapshot, by=world.amina)
    return sheets.submit(sheet, by=world.amina)


def at(name: str, sent: Submission, *more: object) -> str:
    return reverse(f"reviews:{name}", args=[sent.public_id, *more])


def test_read_from_the_queue_with_one_remark_on_a_line(
    world: World, sent: Submission, sign_in: Callable, drain: Callable, mailoutbox: list
):
    luc = sign_in(world.luc)
    assert "Besoin et parties prenantes" in text_of(luc.get(reverse("reviews:queue")))
    luc.post(at("claim", sent))
    desk = text_of(luc.get(at("detail", sent)))
    assert "Familles" in desk and "Marquer comme lue" in desk and "Renvoyer" not in desk and "Grille" not in desk
    assert "si c’est utile" in desk and "demandée avant l’envoi" not in desk
    line = sent.snapshot["tables"]["stakeholder"][0]
    luc.post(at("comment", sent), {"anchor": f"stakeholder:{line['uid']}", "kind": "question", "text": "Qui les a rencontrées ?"})
    assert luc.get(at("confirm", sent, "valider")).status_code == 404
    seen = named(text_of(luc.get(at("confirm", sent, "lue"))))
    assert luc.post(at("confirm", sent, "lue"), {"seen": seen}).status_code == 303
    drain()
    subjects = {message.subject for message in mailoutbox}
    assert any("Votre fiche a été lue" in subject for subject in subjects)
    amina = sign_in(world.amina)
    page = text_of(amina.get(reverse("worksheets:detail", args=[sent.worksheet.public_id])))
    assert "Qui les a rencontrées ?" in page
    assert amina.get(at("answer", sent)).status_code == 200


def test_nothing_is_asked_before_and_no_other_decision_is_taken(world: World, sent: Submission):
    sheets.claim(sent, by=world.luc)
    review = actions.open_review(sent, by=world.luc)
    assert review.rubric is None
    for decision in ("returned", "validated"):
        with pytest.raises(WrongState) as refusal:
            actions.decide(review, decision, by=world.luc)
        assert refusal.value.code == "wrong_decision"
    assert actions.decide(review, "read", by=world.luc).decision == "read"
    sent.worksheet.refresh_from_db()
    assert sent.worksheet.state == "read"
    assert actions.decide(review, "read", by=world.luc).sent_at == Review.objects.get().sent_at


def test_it_is_opened_again_and_the_next_version_says_what_changed(world: World, sent: Submission, sign_in: Callable):
    sheets.claim(sent, by=world.luc)
    actions.decide(actions.open_review(sent, by=world.luc), "read", by=world.luc)
    sheet = sent.worksheet
    sheets.reopen(sheet, by=world.amina, reason="Un chiffre plus récent")
    line = sent.snapshot["tables"]["figure"][0]
    sheets.edit_row(sheet, f"figure:{line['uid']}", {"year": "2026"}, lock=1, by=world.amina)
    again = sheets.submit(sheet, by=world.amina)
    page = text_of(sign_in(world.luc).get(at("detail", again)))
    assert "Ce qui a changé depuis la version 1" in page and "2026" in page
