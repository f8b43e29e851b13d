"""Links by which an organisation has a sheet read, and what it does with what it hears."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.personal_data import everything
from coursesite.core.errors import Invalid, WrongState
from step_guides.reviews import actions, dashboard
from step_guides.reviews.enums import HeardState
from step_guides.reviews.models import Comment, ReaderComment, ReadingLink
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.checks import open_remarks
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.queries import snapshot
from tests.step_guides.reviews.conftest import Sheet, text_of
from tests.step_guides.reviews.shown import Reading, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(sheet: Sheet) -> Reading:
    return made(sheet)


def test_a_member_makes_a_link_and_reads_its_address_once(sheet: Sheet, sign_in: Callable) -> None:
    bilal = sign_in(sheet.world.bilal)
    where = reverse("reviews:reading_links", args=[sheet.worksheet.public_id])
    assert "Faire lire" in text_of(bilal.get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    op = re.search(r'name="op_id" value="([^"]+)"', text_of(bilal.get(where)))
    assert op is not None
    body = {
        "op_id": op[1],
        "label": "Le comité des familles",
        "places": ["sheet"],
        "ends_on": str(timezone.localdate() + timedelta(days=7)),
    }
    page = text_of(bilal.post(where, body))
    address = re.search(r">(http[^<]+/lecture/[^<]+)</textarea>", page)
    assert address is not None and "Le comité des familles" in page
    token = address[1].rstrip("/").rpartition("/")[2]
    assert Client().get(f"/lecture/{token}/").status_code == 200
    again = bilal.post(where, body, follow=True)
    assert ReadingLink.objects.count() == 1 and token not in text_of(again) and "déjà créé" in text_of(again)
    stored = str(ReadingLink.objects.values().get())
    assert token not in stored and len(token) >= 32


def test_dates_label_and_number_of_links_are_bounded(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (-1, 0, 91):
        with pytest.raises(Invalid):
            made(sheet, days=days)
    with pytest.raises(Invalid):
        made(sheet, label="  ")
    monkeypatch.setattr("step_guides.reviews.actions.reading.MOST_LINKS", 1)
    one = made(sheet)
    with pytest.raises(WrongState):
        made(sheet)
    actions.withdraw_link(one.link, by=sheet.world.amina)
    actions.withdraw_link(one.link, by=sheet.world.bilal)
    one.link.refresh_from_db()
    assert one.link.revoked_by == sheet.world.amina and made(sheet).token


def test_nothing_written_nothing_to_read(sheet: Sheet, sign_in: Callable) -> None:
    empty = sheets.open_sheet(sheet.world.passerelle, Kind.FRAMING, by=sheet.world.amina)
    with pytest.raises(WrongState):
        actions.make_link(
            empty,
            label="x",
            places=["sheet"],
            ends_on=timezone.localdate() + timedelta(days=2),
            op_id=uuid.uuid4(),
            by=sheet.world.amina,
        )
    page = text_of(sign_in(sheet.world.amina).get(reverse("reviews:reading_links", args=[empty.public_id])))
    assert "rien à faire lire" in page and "Créer le lien" not in page


def test_hints_set_aside_stay_between_the_organisation_and_its_trainers(sheet: Sheet) -> None:
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    sheet.worksheet.refresh_from_db()
    hint = open_remarks(snapshot(sheet.worksheet))[0]
    sheets.dismiss(sheet.worksheet, hint.code, hint.anchor, reason="RAISON-INTERNE", by=sheet.world.amina)
    assert "RAISON-INTERNE" in str(snapshot(sheet.worksheet))
    reading = made(sheet)
    assert "RAISON-INTERNE" not in text_of(Client().get(reading.at("sheet")))


@pytest.mark.parametrize("who", ["chloe", "luc", "noe", "rose", "sofia", "paul", "stranger"])
def test_nobody_else_manages_links_or_reads_comments(reading: Reading, sign_in: Callable, who: str) -> None:
    said, client = reading.said(), sign_in(getattr(reading.sheet.world, who))
    assert client.get(reverse("reviews:reading_links", args=[reading.sheet.worksheet.public_id])).status_code == 404
    assert client.post(reverse("reviews:withdraw_link", args=[reading.link.public_id])).status_code == 404
    assert client.post(reverse("reviews:heard", args=[said.public_id]), {"state": "removed"}).status_code == 404
    said.refresh_from_db()
    assert said.state == HeardState.OPEN and ReadingLink.objects.open().exists()


def test_the_organisation_answers_what_it_heard(reading: Reading, sign_in: Callable) -> None:
    said, amina = reading.said(text="Trop long"), sign_in(reading.sheet.world.amina)
    where = reverse("reviews:heard", args=[said.public_id])

    def move(**body: str) -> tuple[int, str]:
        code = amina.post(where, body).status_code
        said.refresh_from_db()
        return code, said.state

    assert move(state="declined") == (422, "open")
    assert move(state="declined", reason="C’est voulu") == (303, "declined") and said.reason == "C’est voulu"
    assert move(state="addressed") == (409, "declined")
    assert move(state="open") == (303, "open") and (said.reason, said.settled_by) == ("", None)
    assert move(state="addressed") == (303, "addressed")
    assert move(state="addressed") == (303, "addressed")
    assert move(state="validated") == (422, "addressed")
    assert move(state="removed") == (303, "removed") and (said.text, said.name) == ("", "")
    assert move(state="open") == (409, "removed")
    page = text_of(amina.get(reverse("reviews:reading_links", args=[reading.sheet.worksheet.public_id])))
    assert "Retiré par Amina" in page and "Trop long" not in page
    elsewhere = amina.post(where, {"state": "removed", "next": "//ailleurs.example/"})
    assert elsewhere["Location"].startswith("/relectures/liens/")


def test_members_are_told_once_a_day_and_read_none_of_the_words_in_the_mail(
    reading: Reading, drain: Callable, mailoutbox: list
) -> None:
    world, anchor = reading.sheet.world, reading.sheet.outcome.anchor
    for text in ("Et les familles ?", "Et les voisins ?"):
        assert reading.send(Client(), anchor, text).status_code == 303
    drain()
    told = [one for one in mailoutbox if "partie prenante" in one.subject]
    assert {one.to[0] for one in told} == {world.amina.email, world.bilal.email} and len(told) == 2
    assert not [one for one in told if "familles" in one.body or "voisins" in one.body]
    assert reverse("reviews:reading_links", args=[reading.sheet.worksheet.public_id]) in told[0].body


def test_the_organisation_passes_a_comment_on_to_its_trainers(reading: Reading, sign_in: Callable) -> None:
    sheet = reading.sheet
    assert "qui peut en transmettre aux personnes qui la forment" in text_of(Client().get(reading.at("welcome")))
    actions.decide(sheet.ready(), "returned", by=sheet.world.luc)
    reading.send(Client(), sheet.outcome.anchor, "Et les familles ?", data={"name": "Un parent"})
    said = ReaderComment.objects.get()
    amina, ask = sign_in(sheet.world.amina), reverse("reviews:ask", args=[sheet.worksheet.public_id])
    page = text_of(amina.get(reverse("worksheets:detail", args=[sheet.worksheet.public_id])))
    assert "Transmettre à nos formateurs et formatrices…" in page
    asking = text_of(amina.get(ask, {"ancre": said.anchor, "commentaire": str(said.public_id)}))
    assert "Commentaire reçu (Un parent)" in asking and "Et les familles ?" in asking
    assert "Et les familles" not in text_of(amina.get(ask, {"commentaire": "x"}))
    chloe = sign_in(sheet.world.chloe).get(ask, {"commentaire": str(said.public_id)})
    assert chloe.status_code == 404
    sent = amina.post(
        ask, {"ancre": said.anchor, "text": "Commentaire reçu (Un parent) : « Et les familles ? » Qu’en dites-vous ?"}
    )
    assert sent.status_code == 303
    assert Comment.objects.visible_to(sheet.world.luc).filter(text__contains="Et les familles").exists()
    assert not ReaderComment.objects.visible_to(sheet.world.luc).exists(), "the comment itself stays the organisation's"


def test_what_waits_is_counted_for_the_people_of_the_organisation(reading: Reading, rf: Any) -> None:
    assert dashboard.heard(reading.sheet.world.bilal, request=rf.get("/")) is None
    reading.said(text="Un"), reading.said(text="Deux")
    card = dashboard.heard(reading.sheet.world.bilal, request=rf.get("/"))
    assert card is not None and [number for _sheet, number in card.context["lines"]] == [2]
    assert dashboard.heard(reading.sheet.world.chloe, request=rf.get("/")) is None


def test_the_list_costs_the_same_however_many_comments(
    reading: Reading, sign_in: Callable, django_assert_max_num_queries: Callable
) -> None:
    for n in range(12):
        reading.said(text=f"Avis {n}")
    amina = sign_in(reading.sheet.world.amina)
    with django_assert_max_num_queries(16):
        amina.get(reverse("reviews:reading_links", args=[reading.sheet.worksheet.public_id]))
    with django_assert_max_num_queries(2):
        Client().get(reading.at("sheet"))


def test_invariants_hold_in_the_database(reading: Reading) -> None:
    said = reading.said()
    for wrong in ({"state": "removed"}, {"text": ""}, {"state": "declined"}, {"state": "addressed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReaderComment.objects.filter(pk=said.pk).update(**wrong)
    for bad in ({"label": ""}, {"expires_at": reading.link.created_at}, {"revoked_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReadingLink.objects.filter(pk=reading.link.pk).update(**bad)


def test_what_the_site_knows_of_who_made_it(reading: Reading) -> None:
    mine = everything(reading.sheet.world.amina)["reviews"]
    assert [one["for"] for one in mine["reading_links"]] == ["Nos partenaires"] and reading.token not in str(mine)
    assert everything(reading.sheet.world.luc)["reviews"]["reading_links"] == []
