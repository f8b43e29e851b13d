"""What arrives too late, or cannot be kept: refused in words, and the text comes back to whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from step_guides.reviews import actions
from step_guides.reviews.models import Comment, Review, Thread
from step_guides.worksheets.models import Submission
from tests.step_guides.reviews.conftest import Sheet

TEXT = "Qui sont ces personnes, et comment les rencontrez-vous ?"


def at(name: str, submission: Submission, *more: str) -> str:
    return reverse(f"reviews:{name}", args=[submission.public_id, *more])


def texts(response) -> list[str]:
    """Everything that the page holds of what was typed: fields and words to copy."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return [area.text.strip() for area in page.select("textarea")]


def overtaken(sheet: Sheet) -> Submission:
    """Luc prepares an answer to version 1; Maud sends hers first, and Amina sends version 2."""
    first = sheet.submission
    sheet.ready(sheet.world.luc)
    actions.decide(sheet.ready(sheet.world.maud), "returned", by=sheet.world.maud)
    sheet.again()
    return first


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["valider", "a-reprendre"])
def test_a_decision_on_a_version_that_is_no_longer_the_latest(sheet: Sheet, sign_in: Callable, decision: str) -> None:
    first = overtaken(sheet)
    response = sign_in(sheet.world.luc).post(at("confirm", first, decision), {"override_reason": TEXT})
    assert response.status_code == 409 and "Maud Tessier a déjà répondu" in response.content.decode()
    sheet.worksheet.refresh_from_db()
    assert sheet.worksheet.state == "submitted"
    assert not Review.objects.filter(trainer=sheet.world.luc, sent_at__isnull=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [("letter", {"letter": TEXT, "next_step": ""}), ("comment", {"anchor": "sheet", "kind": "question", "text": TEXT})],
)
def test_a_text_written_in_a_tab_left_open_comes_back(sheet: Sheet, sign_in: Callable, name: str, fields: dict) -> None:
    """Sent from one tab, written on in another."""
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    response = sign_in(sheet.world.luc).post(at(name, sheet.submission), fields)
    assert response.status_code == 409 and TEXT in texts(response)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x" * 2001, "nul \x00 byte", "turned \u202e round"])
def test_a_comment_in_the_rubric_that_cannot_be_kept_comes_back(sheet: Sheet, sign_in: Callable, text: str) -> None:
    review = sheet.opened()
    code = review.rubric.criteria.first().code
    response = sign_in(sheet.world.luc).post(at("scores", sheet.submission), {f"level-{code}": "3", f"comment-{code}": text})
    assert response.status_code == 422
    assert text.replace("\x00", "\ufffd") in [one.replace("\x00", "\ufffd") for one in texts(response)]
    assert not review.scores.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x" * 2001, "turned \u202e round", " "])
def test_a_reply_that_cannot_be_kept_comes_back(sheet: Sheet, sign_in: Callable, text: str) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.exclude(kind="strength").first()
    response = sign_in(sheet.world.amina).post(reverse("reviews:reply", args=[thread.public_id]), {"text": text})
    assert response.status_code == 422
    assert text.strip() in texts(response)
    assert thread.comments.count() == 1


@pytest.mark.django_db
def test_a_reason_given_for_what_was_settled_meanwhile_comes_back(sheet: Sheet, sign_in: Callable) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.exclude(kind="strength").first()
    actions.settle(thread, "resolved", by=sheet.world.luc)
    state = reverse("reviews:settle", args=[thread.public_id])
    response = sign_in(sheet.world.amina).post(state, {"state": "declined", "reason": TEXT})
    assert response.status_code == 409 and TEXT in texts(response)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["x" * 2001, "turned \u202e round"])
def test_a_question_that_cannot_be_kept_comes_back(sheet: Sheet, sign_in: Callable, text: str) -> None:
    response = sign_in(sheet.world.amina).post(
        reverse("reviews:ask", args=[sheet.worksheet.public_id]), {"ancre": "a\x00", "text": text}
    )
    assert response.status_code == 422 and text in texts(response)


@pytest.mark.django_db
def test_a_question_about_what_was_sent_meanwhile_comes_back(sheet: Sheet, sign_in: Callable) -> None:
    response = sign_in(sheet.world.amina).post(
        reverse("reviews:ask", args=[sheet.worksheet.public_id]), {"ancre": "sheet", "text": TEXT}
    )
    assert response.status_code == 409 and TEXT in texts(response)
    assert not Comment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_a_remark_that_never_was(sheet: Sheet, sign_in: Callable, number: str) -> None:
    response = sign_in(sheet.world.luc).post(f"/relectures/remarques/{number}/modifier/", {"kind": "question", "text": TEXT})
    assert response.status_code == 404 and TEXT in texts(response)
