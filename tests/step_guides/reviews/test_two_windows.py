"""A peer's opinion written in two windows, and what seems to name somebody in what people write to one another."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.urls import reverse

from coursesite.core.models import WarningTally
from step_guides.reviews import actions
from step_guides.reviews.models import Comment, PeerReading
from tests.step_guides.reviews.cohort_of_peers import Peers, circle_of
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db
NAMED, SEEMS = "Madame Tartempion, 06 12 34 56 78", "Ce passage semble désigner une personne"


def counted(model: str) -> dict[str, int]:
    return dict(WarningTally.objects.filter(model=model).values_list("kind", "times"))


def test_what_an_answer_names_is_counted_when_it_is_written(sheet: Sheet) -> None:
    review, luc = sheet.ready(), sheet.world.luc
    for letter in (NAMED, f"{NAMED}.", f"{NAMED}, né le 12/03/1985"):
        actions.save_letter(review, letter=letter, next_step="Préciser", by=luc)
    remark = Comment.objects.filter(thread__kind="question").get()
    for text in (NAMED, f"{NAMED} ?"):
        actions.edit_comment(remark, kind="question", text=text, by=luc)
    assert counted("reviews.review") == {"name": 1, "phone": 1, "birth": 1}
    assert counted("reviews.comment") == {"name": 1, "phone": 1}


@pytest.fixture
def circle(sheet: Sheet) -> Peers:
    return circle_of(sheet)


def test_the_second_window_overwrites_nothing_and_shows_both_texts(circle: Peers, sign_in: Callable) -> None:
    reading = circle.of(circle.world.chloe)
    chloe, where = sign_in(circle.world.chloe), reverse("reviews:peer_reading", args=[reading.public_id])
    assert 'name="lock" value="0"' in text_of(chloe.get(where))
    code = circle.codes[0]
    assert chloe.post(where, circle.posted(do="keep", strength="Première fenêtre", lock="0")).status_code == 303
    second = circle.posted(do="keep", strength="Seconde fenêtre", lock="0") | {
        f"level-{code}": "1",
        f"comment-{code}": "Autre avis",
    }
    for do in ("keep", "send"):
        refused = chloe.post(where, second | {"do": do})
        page = text_of(refused)
        assert refused.status_code == 409 and "Seconde fenêtre" in page and "Première fenêtre" in page and "Autre avis" in page
        assert "gardé depuis une autre fenêtre" in page and "3 – On suit" in page and 'name="lock" value="1"' in page
    reading.refresh_from_db()
    assert (reading.strength, reading.sent_at, reading.lock) == ("Première fenêtre", None, 1)
    assert set(reading.scores.values_list("level", flat=True)) == {3}
    again = circle.posted(do="keep", strength="Première fenêtre", lock="0")
    assert chloe.post(where, again).status_code == 303, "the same text sent twice is no conflict"
    reading.refresh_from_db()
    assert chloe.post(where, second | {"lock": str(reading.lock)}).status_code == 303, "what she compared, she may replace"
    assert PeerReading.objects.get(pk=reading.pk).strength == "Seconde fenêtre"


def test_a_peer_reads_what_seems_to_name_somebody_before_it_leaves(
    circle: Peers, sign_in: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reading = circle.of(circle.world.chloe)
    chloe, where = sign_in(circle.world.chloe), reverse("reviews:peer_reading", args=[reading.public_id])
    shown = chloe.post(where, circle.posted(strength=NAMED, lock="0"))
    page = text_of(shown)
    assert shown.status_code == 422 and SEEMS in page and "06 12 34 56 78" in page and "Rien n’est encore envoyé" in page
    reading.refresh_from_db()
    assert (reading.sent_at, reading.strength) == (None, NAMED), "kept, and not sent"
    assert SEEMS in text_of(chloe.get(where)), "in its place, when she comes back"
    assert chloe.post(where, circle.posted(strength=NAMED, lock=str(reading.lock), confirmed="1")).status_code == 303
    reading.refresh_from_db()
    assert reading.sent_at is not None
    assert "Tartempion" not in caplog.text
    assert counted("reviews.peerreading") == {"name": 1, "phone": 1}


def test_in_an_exchange_too(sheet: Sheet, sign_in: Callable, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread, amina = Comment.objects.filter(thread__kind="question").get().thread, sign_in(sheet.world.amina)
    address = reverse("reviews:reply", args=[thread.public_id])
    shown = amina.post(address, {"text": NAMED})
    assert shown.status_code == 422 and SEEMS in text_of(shown) and NAMED in text_of(shown)
    assert thread.comments.count() == 1
    assert amina.post(address, {"text": NAMED, "confirmed": "1"}).status_code == 303 and thread.comments.count() == 2
    assert amina.post(address, {"text": "Par les ateliers."}).status_code == 303
    asks = reverse("reviews:ask", args=[sheet.worksheet.public_id])
    assert amina.post(asks, {"text": NAMED, "ancre": "sheet"}).status_code == 422
    assert amina.post(asks, {"text": NAMED, "ancre": "sheet", "confirmed": "1"}).status_code == 303
    assert counted("reviews.comment") == {"name": 2, "phone": 2}, "a reply and a question, each once"
    assert "Tartempion" not in caplog.text


def test_in_a_letter_and_in_a_remark_too(sheet: Sheet, sign_in: Callable) -> None:
    review, luc = sheet.ready(), sheet.world.luc
    desk = reverse("reviews:detail", args=[sheet.submission.public_id])
    assert SEEMS not in text_of(sign_in(luc).get(desk))
    actions.save_letter(review, letter=NAMED, next_step="Préciser", by=luc)
    actions.comment(review, sheet.outcome.anchor, kind="question", text="Écrire à jeanne@exemple.example ?", by=luc)
    page = text_of(sign_in(luc).get(desk))
    assert page.count(SEEMS) == 2 and "Une adresse électronique" in page
    confirm = text_of(sign_in(luc).get(reverse("reviews:confirm", args=[sheet.submission.public_id, "a-reprendre"])))
    assert SEEMS in confirm
