"""Somebody without an account reads a sheet, and comments: what is shown, what is refused."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.core.errors import NotFound, WrongState
from coursesite.core.logs import hidden
from coursesite.core.models import WarningTally
from coursesite.tracking.models import Statement
from step_guides.reviews import actions
from step_guides.reviews.form_keys import SALT, form_key
from step_guides.reviews.models import ReaderComment, ReadingLink
from step_guides.reviews.models.reading import hash_token
from step_guides.reviews.reading import choices
from step_guides.reviews.views import without_account
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.examples import filled_example
from step_guides.worksheets.kinds import all_kinds
from tests.step_guides.reviews.conftest import Sheet, text_of
from tests.step_guides.reviews.shown import Reading, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(sheet: Sheet) -> Reading:
    return made(sheet)


def test_it_shows_the_sheet_of_that_day(reading: Reading) -> None:
    world = reading.sheet.world
    sheets.withdraw(reading.sheet.worksheet, by=world.amina)
    reading.sheet.worksheet.refresh_from_db()
    sheets.edit_row(
        reading.sheet.worksheet, reading.sheet.activity.anchor, {"label": "Une phrase écrite plus tard"},
        lock=reading.sheet.activity.lock, by=world.amina, op_id=uuid.uuid4(),
    )  # fmt: skip
    page = text_of(Client().get(reading.at("sheet")))
    assert "Ateliers sur les démarches" in page and "plus tard" not in page
    assert "<svg" in page and "Les personnes connaissent leurs droits" in page


def test_nobody_and_nothing_else_is_shown(reading: Reading) -> None:
    reading.said(text="UN-COMMENTAIRE-CANARI")
    review = reading.sheet.ready()
    actions.decide(review, "returned", by=reading.sheet.world.luc)
    for name in ("welcome", "sheet", "comment", "thanks"):
        page = text_of(Client().get(reading.at(name)))
        for hidden_word in ("Amina", "Luc", "Maud", "Bilal", "CANARI", "Bonjour", "mécanisme", "@", "Nos partenaires"):
            assert hidden_word not in page, (name, hidden_word)


def test_headers_and_no_cookie(reading: Reading, sign_in: Callable) -> None:
    for client in (Client(), sign_in(reading.sheet.world.amina)):
        for path in [*(reading.at(name) for name in ("welcome", "sheet", "comment", "thanks")), "/lecture/inconnu/"]:
            response = client.get(path)
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cache-Control"] == "private, no-store" and "noindex" in response.headers["X-Robots-Tag"]
            assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
            assert "csrfmiddlewaretoken" not in text_of(response)
    sent = reading.send(Client(), "sheet", "Bien")
    assert (sent.status_code, sent.headers["Referrer-Policy"], bool(sent.cookies)) == (303, "no-referrer", False)


def test_opening_is_counted_by_a_form_and_not_by_a_link(reading: Reading) -> None:
    for _time in range(3):
        Client().get(reading.at("welcome"))
        Client().get(reading.at("sheet"))
    sent = Client().post(reading.at("welcome"), {"form_token": form_key(reading.link)})
    reading.link.refresh_from_db()
    assert sent["Location"] == reading.at("sheet") and reading.link.openings == 1


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_a_link_that_ended_says_so(reading: Reading, end: str) -> None:
    if end == "withdrawn":
        actions.withdraw_link(reading.link, by=reading.sheet.world.bilal)
        assert ReadingLink.objects.get().snapshot == {}
    else:
        long_ago = timezone.now() - timedelta(days=40)
        ReadingLink.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=30))
    for name in ("welcome", "sheet", "comment", "thanks"):
        response = Client().get(reading.at(name))
        assert response.status_code == 410 and "Passerelle" not in text_of(response)
    sent = reading.send(Client(), "sheet", "Ce que j’avais écrit")
    assert sent.status_code == 410 and "Ce que j’avais écrit" in text_of(sent) and not ReaderComment.objects.exists()
    assert "form_token" not in text_of(sent) and form_key(reading.link)[:20] not in text_of(sent)


def test_unknown_and_malformed_are_one_page(reading: Reading) -> None:
    pages = {text_of(Client().get(f"/lecture/{token}/")) for token in ("inconnu", "x" * 400, reading.token[:-1], "é%00")}
    assert len(pages) == 1 and "ne mène nulle part" in pages.pop()
    assert Client().get("/lecture/inconnu/fiche/").status_code == 404


def test_a_comment_reaches_its_place_in_the_sheet_and_nobody_else(reading: Reading, sign_in: Callable) -> None:
    world, anchor = reading.sheet.world, reading.sheet.outcome.anchor
    before = Statement.objects.count()
    sent = reading.send(Client(), anchor, "Et les familles ?", data={"name": "Partenaire <b>"})
    assert sent.status_code == 303 and "Et les familles" not in text_of(Client().get(sent["Location"]))
    said = ReaderComment.objects.get()
    assert (said.anchor, said.last_text) == (anchor, "Les personnes connaissent leurs droits")
    page = text_of(sign_in(world.amina).get(reverse("worksheets:detail", args=[reading.sheet.worksheet.public_id])))
    assert "Et les familles ?" in page and "Partie prenante" in page and "Partenaire &lt;b&gt;" in page
    assert "Et les familles" not in text_of(Client().get(reading.at("sheet")))
    for trainer in (world.luc, world.maud):
        desk = text_of(sign_in(trainer).get(reverse("reviews:detail", args=[reading.sheet.submission.public_id])))
        assert "Et les familles" not in desk
    assert Statement.objects.count() == before


def test_each_kind_of_sheet_is_read_and_its_parts_are_offered(sheet: Sheet) -> None:
    for spec in all_kinds():
        filled = filled_example(spec.kind).snapshot
        token = f"jeton-{spec.slug}"
        link = made(sheet).link
        codes = [one.code for one in choices(spec.kind, filled)]
        ReadingLink.objects.filter(pk=link.pk).update(snapshot=filled, places=codes, token_hash=hash_token(token))
        caches["crowd"].clear()
        page = text_of(Client().get(f"/lecture/{token}/fiche/"))
        assert len(codes) > 3 and page.count("comment-here") >= len(codes) - 1, spec.slug
        asked = set(re.findall(r"ancre=([^\"]+)\"", page))
        for anchor in asked:
            caches["crowd"].clear()
            assert Client().get(f"/lecture/{token}/commenter/?ancre={anchor}").status_code == 200, (spec.slug, anchor)
        actions.withdraw_link(link, by=sheet.world.amina)


def test_only_what_was_opened_may_be_commented(sheet: Sheet) -> None:
    reading = made(sheet, places=[f"node:{sheet.outcome.kind}", "n’importe quoi", "table:ailleurs"])
    assert reading.link.places == ["node:outcome"]
    page = text_of(Client().get(reading.at("sheet")))
    assert page.count("comment-here") == 1
    for anchor in ("sheet", sheet.activity.anchor, sheet.link.anchor, "field:title", "node:x", "", "x" * 300, "field:"):
        assert reading.send(Client(), anchor or "sheet", "Non").status_code == 404, anchor
    with pytest.raises(NotFound):
        actions.say(reading.link, "sheet", name="", text="Non", form="x")
    assert reading.send(Client(), sheet.outcome.anchor, "Oui").status_code == 303
    silent = made(sheet, places=[])
    assert "comment-here" not in text_of(Client().get(silent.at("sheet")))


def test_what_seems_to_name_somebody_is_shown_before_anything_is_sent(reading: Reading) -> None:
    text = "M. Durand, 06 12 34 56 78, va mieux."
    warned = reading.send(Client(), "sheet", text)
    page = text_of(warned)
    assert warned.status_code == 422 and not ReaderComment.objects.exists()
    assert "M. Durand" in page and "06 12 34 56 78" in page and "Rien n’est encore envoyé" in page
    assert reading.send(Client(), "sheet", text, data={"confirmed": "1"}).status_code == 303
    tallies = WarningTally.objects.values_list("model", "kind", "times")
    assert set(tallies) == {("reviews.readercomment", "name", 1), ("reviews.readercomment", "phone", 1)}
    assert reading.send(Client(), "sheet", "Bien", data={"name": "lea@exemple.fr"}).status_code == 422
    assert reading.send(Client(), "sheet", "Bien", data={"name": "Mme Petit, voisine"}).status_code == 303  # one may sign


def test_the_same_form_sent_twice_says_it_once(reading: Reading) -> None:
    key = form_key(reading.link)
    for _time in range(2):
        assert reading.send(Client(), "sheet", "Très clair", data={"form_token": key}).status_code == 303
    assert ReaderComment.objects.count() == 1
    reading.send(Client(), "sheet", "Autre chose", data={"form_token": key})
    reading.send(Client(), "sheet", "Très clair")
    assert ReaderComment.objects.count() == 3


def test_a_form_of_elsewhere_is_refused(reading: Reading, sheet: Sheet) -> None:
    other = made(sheet, label="Un autre groupe")
    old = signing.TimestampSigner(salt=SALT)
    for body, headers in [
        ({"form_token": ""}, {}),
        ({"form_token": "n’importe quoi"}, {}),
        ({"form_token": form_key(other.link)}, {}),
        ({"form_token": signing.dumps("x", salt=SALT)}, {}),
        ({"form_token": old.sign("x")}, {}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
        ({}, {"Origin": "https://ailleurs.example"}),
    ]:
        strict = Client(enforce_csrf_checks=True, headers=headers)
        refused = reading.send(strict, "sheet", "Un texte piégé", data=body)
        assert refused.status_code == 403, (body, headers)
        assert ("Un texte piégé" in text_of(refused)) is ("Sec-Fetch-Site" not in headers), (body, headers)
    for headers in ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}):
        assert reading.send(Client(enforce_csrf_checks=True, headers=headers), "sheet", f"Bien {headers}").status_code == 303
    assert ReaderComment.objects.count() == 3


def test_a_form_left_open_half_a_day_keeps_its_text(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("step_guides.reviews.form_keys.HALF_A_DAY", -1)
    stale = reading.send(Client(), "sheet", "Écrit ce matin")
    assert stale.status_code == 403 and "Écrit ce matin" in text_of(stale) and "trop longtemps" in text_of(stale)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b", "\u202egauche"])
def test_bad_texts_are_refused_with_what_was_typed(reading: Reading, text: str) -> None:
    answer = reading.send(Client(), "sheet", text, data={"name": "Partenaire"})
    assert answer.status_code == 422 and "Partenaire" in text_of(answer) and not ReaderComment.objects.exists()


def test_throttled_by_address_and_by_link(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(without_account, "FROM_ADDRESS", 2)
    monkeypatch.setattr(without_account, "FROM_LINK", 3)
    codes = [reading.send(Client(), "sheet", f"Un avis {n}", REMOTE_ADDR="10.0.0.1").status_code for n in range(3)]
    assert codes == [303, 303, 429]
    codes = [reading.send(Client(), "sheet", f"Autre {n}", REMOTE_ADDR="10.0.0.2").status_code for n in range(2)]
    assert codes == [303, 429] and ReaderComment.objects.count() == 3
    monkeypatch.setattr(without_account, "PAGES", 1)
    pages = [Client(REMOTE_ADDR="10.0.0.3").get(reading.at("sheet")) for _n in range(2)]
    assert [one.status_code for one in pages] == [200, 429] and pages[1]["Retry-After"] == "60"


def test_a_link_takes_so_many_comments(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("step_guides.reviews.actions.reading.MOST_COMMENTS", 2)
    for n in range(2):
        reading.said(text=f"Avis {n}")
    with pytest.raises(WrongState, match="tous les commentaires"):
        reading.said(text="Un de trop")


def test_when_nothing_can_be_counted_one_reads_and_sends_nothing(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: Any, **kwargs: Any) -> int:
        raise OSError("disk")

    monkeypatch.setattr(type(caches["crowd"]), "incr", lost)
    assert Client().get(reading.at("sheet")).status_code == 200
    sent = reading.send(Client(), "sheet", "Mon avis entier")
    assert sent.status_code == 503 and "Mon avis entier" in text_of(sent) and not ReaderComment.objects.exists()


def test_the_address_never_reaches_a_log(reading: Reading) -> None:
    for text in (
        f"Not Found: /lecture/{reading.token}/",
        f"/en/lecture/{reading.token}/fiche/",
        f"?next=%2Flecture%2F{reading.token}",
    ):
        assert reading.token not in hidden(text)
