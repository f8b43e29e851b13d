from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from step_guides.reviews import actions, dashboard
from step_guides.reviews.models import Comment, Review, Thread
from step_guides.worksheets import actions as sheets
from tests.step_guides.reviews.conftest import Sheet, named, text_of

pytestmark = pytest.mark.django_db


def at(name: str, sheet: Sheet, *more: object) -> str:
    return reverse(f"reviews:{name}", args=[sheet.submission.public_id, *more])


def test_a_trainer_goes_from_the_queue_to_a_sent_answer(
    sheet: Sheet, sign_in: Callable, drain: Callable, mailoutbox: list
) -> None:
    luc = sign_in(sheet.world.luc)
    assert "La Passerelle des Rives" in text_of(luc.get(reverse("reviews:queue")))
    opened = luc.post(at("claim", sheet))
    assert opened.status_code == 303 and opened["Location"] == at("detail", sheet)
    page = text_of(luc.get(at("detail", sheet)))
    assert "Ateliers sur les démarches" in page and "Ancrage dans le besoin" in page
    luc.post(at("comment", sheet), {"anchor": sheet.activity.anchor, "kind": "strength", "text": "Bien vu"})
    luc.post(
        at("comment", sheet), {"anchor": sheet.link.anchor, "kind": "question", "ready": "D’où savez-vous cela ?", "text": ""}
    )
    review = Review.objects.get()
    luc.post(at("scores", sheet), {f"level-{one.code}": "3" for one in review.rubric.criteria.all()})
    luc.post(at("letter", sheet), {"letter": "Bonjour à l’équipe", "next_step": "Préciser pour qui"})
    seen = named(text_of(luc.get(at("confirm", sheet, "a-reprendre"))))
    assert luc.post(at("confirm", sheet, "a-reprendre"), {"seen": seen}).status_code == 303
    drain()
    assert sorted(message.to[0] for message in mailoutbox if "Luc" in message.subject) == [
        "amina@test.example",
        "bilal@test.example",
    ]
    amina = sign_in(sheet.world.amina)
    answer = text_of(amina.get(at("answer", sheet)))
    assert "Bonjour à l’équipe" in answer and "D’où savez-vous cela" in answer and "Bien vu" in answer
    sheet_page = text_of(amina.get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "D’où savez-vous cela" in sheet_page and "Bien vu" in sheet_page


def test_reading_claims_nothing(sheet: Sheet, sign_in: Callable) -> None:
    assert sign_in(sheet.world.luc).get(at("detail", sheet)).status_code == 200
    sheet.submission.refresh_from_db()
    assert sheet.submission.claimed_by is None and not Review.objects.exists()


@pytest.mark.parametrize("name", ["claim", "scores", "letter", "comment", "note"])
def test_acts_are_posts(sheet: Sheet, sign_in: Callable, name: str) -> None:
    assert sign_in(sheet.world.luc).get(at(name, sheet)).status_code == 405


@pytest.mark.parametrize("who", ["noe", "rose", "chloe", "sofia", "paul", "stranger"])
def test_a_stranger_finds_nothing(sheet: Sheet, sign_in: Callable, who: str) -> None:
    review = sheet.ready()
    actions.decide(review, "returned", by=sheet.world.luc)
    thread = Thread.objects.first()
    client = sign_in(getattr(sheet.world, who))
    assert thread is not None
    for url in [at("detail", sheet), at("answer", sheet), reverse("reviews:thread", args=[thread.public_id])]:
        assert client.get(url).status_code == 404, url
    for url in [
        at("claim", sheet),
        reverse("reviews:reply", args=[thread.public_id]),
        reverse("reviews:settle", args=[thread.public_id]),
    ]:
        assert client.post(url, {"text": "x", "state": "addressed"}).status_code == 404, url
    assert client.get(reverse("reviews:ask", args=[sheet.worksheet.public_id])).status_code == 404
    absent = client.get(reverse("reviews:detail", args=[uuid.uuid4()]))
    assert absent.status_code == 404


def test_members_read_no_draft_and_no_private_note(sheet: Sheet, sign_in: Callable) -> None:
    review = sheet.ready()
    actions.note(sheet.submission, text="NOTE-SECRETE", by=sheet.world.luc)
    amina = sign_in(sheet.world.amina)
    page = text_of(amina.get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "mécanisme" not in page and "NOTE-SECRETE" not in page
    assert amina.get(at("answer", sheet)).status_code == 404
    actions.decide(review, "returned", by=sheet.world.luc)
    for url in [at("answer", sheet), reverse("worksheets:detail", args=[sheet.worksheet.public_id])]:
        page = text_of(amina.get(url))
        assert "NOTE-SECRETE" not in page and "mécanisme" in page
    assert amina.get(at("detail", sheet)).status_code == 403


def test_an_incomplete_answer_is_refused_and_says_what_is_missing(sheet: Sheet, sign_in: Callable) -> None:
    sheet.opened()
    response = sign_in(sheet.world.luc).post(at("confirm", sheet, "valider"))
    assert response.status_code == 422 and "prochaine étape" in text_of(response)


def test_the_second_decision_is_a_409_in_words(sheet: Sheet, sign_in: Callable) -> None:
    sheet.ready(sheet.world.maud)
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    response = sign_in(sheet.world.maud).post(at("confirm", sheet, "valider"))
    assert response.status_code == 409 and "Luc Morvan a déjà répondu" in text_of(response)


def test_a_bad_remark_keeps_what_was_typed(sheet: Sheet, sign_in: Callable) -> None:
    sheet.opened()
    luc = sign_in(sheet.world.luc)
    response = luc.post(at("comment", sheet), {"anchor": sheet.activity.anchor, "kind": "nothing", "text": "Un texte à garder"})
    assert response.status_code == 422 and "Un texte à garder" in text_of(response)
    assert luc.post(at("comment", sheet), {"anchor": "sheet", "kind": "question", "text": "a\x00b"}).status_code == 422
    assert not Comment.objects.exists()


def test_markup_stays_text(sheet: Sheet, sign_in: Callable) -> None:
    review = sheet.ready()
    actions.comment(review, "sheet", kind="question", text='<script>alert(1)</script><img src="http://x">', by=sheet.world.luc)
    actions.decide(review, "returned", by=sheet.world.luc)
    page = text_of(sign_in(sheet.world.amina).get(at("answer", sheet)))
    assert "<script>alert" not in page and '<img src="http://x"' not in page and "&lt;script&gt;" in page


def test_what_changed_comes_first(sheet: Sheet, sign_in: Callable) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    sheet.worksheet.refresh_from_db()
    sheet.activity.refresh_from_db()
    sheets.edit_row(
        sheet.worksheet, sheet.activity.anchor, {"label": "Ateliers collectifs"}, lock=sheet.activity.lock, by=sheet.world.amina
    )
    sheet.again()
    page = text_of(sign_in(sheet.world.luc).get(at("detail", sheet)))
    assert "<ins>collectifs</ins>" in page.replace("\n", "")
    assert page.index('id="changes"') < page.index('id="whole"')


def test_a_reply_returns_to_its_place_and_nowhere_else(sheet: Sheet, sign_in: Callable) -> None:
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    thread = Thread.objects.first()
    assert thread is not None
    amina = sign_in(sheet.world.amina)
    url = reverse("reviews:reply", args=[thread.public_id])
    assert amina.post(url, {"text": "ok", "next": "/fiches/x/#y"})["Location"] == "/fiches/x/#y"
    assert amina.post(url, {"text": "ok", "next": "https://evil.example/"})["Location"] == reverse(
        "reviews:thread", args=[thread.public_id]
    )
    assert amina.post(url, {"text": ""}).status_code == 422


def test_the_queue_costs_the_same_for_one_and_for_three(sheet: Sheet, sign_in: Callable) -> None:
    luc = sign_in(sheet.world.luc)
    luc.get(reverse("reviews:queue"))
    with CaptureQueriesContext(connection) as one:
        luc.get(reverse("reviews:queue"))
    chloe = sheets.open_sheet(sheet.world.jardin, "theory_of_change", by=sheet.world.chloe)
    sheets.submit(chloe, by=sheet.world.chloe, confirmed=True)
    with CaptureQueriesContext(connection) as two:
        page = luc.get(reverse("reviews:queue"))
    assert "Le Jardin des Possibles" in text_of(page)
    assert len(two) == len(one) <= 10


def test_the_desk_costs_the_same_with_more_remarks(sheet: Sheet, sign_in: Callable) -> None:
    review = sheet.ready()
    luc = sign_in(sheet.world.luc)
    luc.get(at("detail", sheet))
    with CaptureQueriesContext(connection) as few:
        luc.get(at("detail", sheet))
    for number in range(3):
        actions.comment(review, sheet.outcome.anchor, kind="question", text=f"Question {number}", by=sheet.world.luc)
    with CaptureQueriesContext(connection) as many:
        luc.get(at("detail", sheet))
    assert len(many) == len(few)


def test_only_trainers_have_a_queue(sheet: Sheet, sign_in: Callable) -> None:
    assert sign_in(sheet.world.amina).get(reverse("reviews:queue")).status_code == 404
    assert (
        sign_in(sheet.world.luc)
        .get(reverse("reviews:queue"), {"page": "99999999999999999999", "promotion": "x'\x00"})
        .status_code
        == 200
    )


def test_dashboards_say_what_is_next(sheet: Sheet, sign_in: Callable) -> None:
    luc, amina = sign_in(sheet.world.luc), sign_in(sheet.world.amina)
    assert "La Passerelle des Rives" in text_of(luc.get(reverse("dashboards:home"), follow=True))
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    page = text_of(amina.get(reverse("dashboards:home"), follow=True))
    assert "remarque de Luc à traiter" in page


def test_whoever_waits_reads_with_whom_her_sheet_is_and_by_when(sheet: Sheet, sign_in: Callable, rf: RequestFactory) -> None:
    request, world = rf.get("/"), sheet.world
    card = dashboard.answer_awaited(world.amina, request=request)
    assert card is not None and card.kind == "next" and card.context["sheet"].pk == sheet.worksheet.pk
    assert dashboard.answer_awaited(world.chloe, request=request) is None
    said = "Réponse promise d’ici le"
    assert said in text_of(sign_in(world.amina).get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    actions.decide(sheet.ready(), "returned", by=world.luc)
    assert dashboard.answer_awaited(world.amina, request=request) is None
