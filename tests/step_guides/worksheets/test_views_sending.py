"""Sending, taking back, reading what was sent; and the saves that come while one types."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coursesite.accounts.models import User
from coursesite.core.models import WarningTally
from step_guides.worksheets import actions
from step_guides.worksheets.models import Entry, Node, Revision, Submission, Worksheet
from tests.people import World

SignIn = Callable[[User], Client]


def base(sheet: Worksheet) -> str:
    return f"/fiches/{sheet.public_id}/"


def text_of(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("main").text.replace("\u00a0", " ")


def save(client: Client, sheet: Worksheet, **asked: Any) -> HttpResponse:
    body = {"anchor": "field:title", "fields": {"text": "Un titre"}, "lock": 0, "op_id": str(uuid.uuid4()), **asked}
    return client.post(base(sheet) + "enregistrer/", json.dumps(body), content_type="application/json")


@pytest.fixture
def complete(sheet: Worksheet, world: World) -> Worksheet:
    """Nothing of severity E is left."""
    one = actions.add_node(
        sheet, "outcome", {"label": "Ils osent demander", "horizon": "short", "audience": "Jeunes"}, by=world.amina
    )
    actions.add_node(sheet, "impact", {"label": "Moins de ruptures"}, by=world.amina, after=one.anchor)
    return sheet


def test_the_button_names_who_reads_and_the_page_asks_once(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    assert "Envoyer à Luc et Maud" in text_of(client.get(base(sheet)))
    asked = client.post(base(sheet) + "envoyer/")
    assert asked.status_code == 409 and "Une piste est encore sans réponse" in text_of(asked) and not Submission.objects.exists()
    assert client.post(base(sheet) + "envoyer/", {"confirmed": "1"}).status_code == 303
    assert "Chez Luc et Maud depuis" in text_of(client.get(base(sheet)))


def test_a_double_click_sends_once(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    answers = [client.post(base(complete) + "envoyer/") for _ in range(2)]
    assert [(one.status_code, one.url) for one in answers] == [(303, base(complete))] * 2
    assert Submission.objects.count() == 1
    assert "Votre fiche est envoyée" in client.get(base(complete)).content.decode()


def test_a_sent_sheet_is_read_only_and_keeps_what_is_typed(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.bilal)
    sent = actions.submit(complete, by=world.amina)
    page = client.post(f"{base(complete)}lignes/field:title/", {"lock": 0, "text": "Tapé trop tard"})
    kept = BeautifulSoup(page.content, "html.parser").select_one("textarea[readonly]")
    assert page.status_code == 409 and kept.text.strip() == "Tapé trop tard"
    late = save(client, complete)
    assert (late.status_code, late.json()["code"]) == (409, "not_editable")
    assert Submission.objects.get().snapshot == sent.snapshot and not Entry.objects.exists()
    for path, values in [
        ("lignes/", {"column": "activity", "label": "Encore"}),
        ("annuler/", {}),
        ("pistes/", {"code": "T16", "anchor": "sheet", "reason": "x"}),
    ]:
        assert client.post(base(complete) + path, values).status_code == 409, path


def test_it_is_taken_back_until_somebody_opens_it(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    actions.submit(complete, by=world.amina)
    assert [client.post(base(complete) + "retirer/").status_code for _ in range(2)] == [303, 303]
    again = actions.submit(complete, by=world.amina)
    actions.claim(again, by=world.luc)
    refused = client.post(base(complete) + "retirer/")
    assert refused.status_code == 409 and "Luc la relit depuis" in text_of(refused)


def test_the_answer_comes_first_then_the_stamp_then_open_again(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    first = actions.submit(complete, by=world.amina)
    actions.claim(first, by=world.luc)
    actions.send_back(first, by=world.luc)
    assert "Luc a lu la version 1" in text_of(client.get(base(complete)))
    actions.validate(actions.claim(actions.submit(complete, by=world.amina), by=world.maud), by=world.maud)
    page = client.get(base(complete))
    assert "version 2" in BeautifulSoup(page.content, "html.parser").select_one(".stamp").text
    assert client.post(base(complete) + "envoyer/", {"confirmed": "1"}).status_code == 409
    assert client.post(base(complete) + "rouvrir/", {"reason": ""}).status_code == 422
    assert client.post(base(complete) + "rouvrir/", {"reason": "Notre activité change"}).status_code == 303
    assert client.post(base(complete) + "rouvrir/", {"reason": "Encore"}).status_code == 409
    assert "Notre activité change" in text_of(client.get(base(complete) + "historique/"))


def test_a_version_stays_as_it_was_sent(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    sent = actions.submit(complete, by=world.amina)
    actions.withdraw(complete, by=world.amina)
    actions.edit_row(complete, "field:title", {"text": "Écrit après"}, lock=0, by=world.amina)
    page = sign_in(world.bilal).get(f"/fiches/versions/{sent.public_id}/")
    assert page.status_code == 200 and "Ils osent demander" in text_of(page) and "Écrit après" not in text_of(page)


def test_who_follows_no_course_is_told_why_nothing_is_sent(world: World, complete: Worksheet, sign_in: SignIn) -> None:
    from tests.people import join

    join(world.stranger, world.passerelle)
    client = sign_in(world.stranger)
    assert "inscrite" in text_of(client.get(base(complete)))
    assert client.post(base(complete) + "envoyer/", {"confirmed": "1"}).status_code == 403
    assert not Submission.objects.exists()


def test_a_save_repeated_gives_the_same_answer(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client, op = sign_in(world.amina), str(uuid.uuid4())
    first, again = (save(client, sheet, op_id=op).json() for _ in range(2))
    assert (first["lock"], first["revision"], first["at"]) == (again["lock"], again["revision"], again["at"])
    assert Revision.objects.count() == 1


def test_a_save_with_a_stale_lock_gives_both_texts(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    actions.edit_row(sheet, "field:title", {"text": "De Bilal"}, lock=0, by=world.bilal)
    answer = save(sign_in(world.amina), sheet, fields={"text": "D’Amina"})
    found = answer.json()
    assert (answer.status_code, found["code"], found["lock"]) == (409, "stale_lock", 1)
    assert (found["yours"], found["theirs"]) == ({"text": "D’Amina"}, {"text": "De Bilal"})
    assert Entry.objects.get().text == "De Bilal"


def test_a_save_of_words_that_name_somebody_lists_the_places(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    answer = save(sign_in(world.amina), sheet, fields={"text": "Voir jean@exemple.fr"})
    assert answer.status_code == 200
    assert answer.json()["warnings"] == [{"field": "text", "what": "une adresse électronique", "start": 5, "end": 20}]


def test_what_was_warned_of_is_counted_once_for_each_time_it_is_written(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client, op = sign_in(world.amina), str(uuid.uuid4())
    for _time in range(2):
        save(client, sheet, fields={"text": "Voir jean@exemple.fr"}, op_id=op)  # an answer that was lost, asked again
    save(client, sheet, fields={"text": "Voir plutôt jean@exemple.fr"}, lock=1)
    save(client, sheet, fields={"text": "Voir jean@exemple.fr ou M. Exemple"}, lock=2)
    tallies = WarningTally.objects.values_list("model", "kind", "times")
    assert sorted(tallies) == [("worksheets.worksheet", "email", 1), ("worksheets.worksheet", "name", 1)]


def test_an_identifier_that_looks_like_a_number_is_not_counted(
    world: World, sheet: Worksheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    like_a_phone = uuid.UUID("5b1c2d3e-aaaa-4bbb-8ccc-a0612345678b")
    with monkeypatch.context() as patch:
        patch.setattr("step_guides.worksheets.actions.rows.uuid.uuid4", lambda: like_a_phone)
        actions.add_node(sheet, "activity", {"label": "Ateliers"}, by=world.amina, op_id=uuid.UUID(int=7))
    assert Node.objects.get().uid == like_a_phone and not WarningTally.objects.exists()
    actions.add_node(sheet, "activity", {"label": "Avec Mme Durand"}, by=world.amina)
    assert WarningTally.objects.get().kind == "name"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"anchor": "field:title", "fields": {"text": NaN}, "lock": 0}', 400),
        ('{"anchor": "field:title", "anchor": "field:title"}', 400),
        ('{"a":' * 30 + "1" + "}" * 30, 400),
        ('{"anchor": "field:title", "fields": {}, "lock": "0", "op_id": "x"}', 400),
        ('{"anchor": "field:title", "fields": {"text": "x"}, "lock": 0, "op_id": "not-a-uuid"}', 400),
        (json.dumps({"anchor": "field:title", "fields": {"text": "x" * 161}, "lock": 0, "op_id": str(uuid.uuid4())}), 422),
        (json.dumps({"anchor": "field:title", "fields": {"text": "a\ud800"}, "lock": 0, "op_id": str(uuid.uuid4())}), 422),
        (json.dumps({"anchor": "field:title", "fields": {"else": "x"}, "lock": 0, "op_id": str(uuid.uuid4())}), 422),
        (json.dumps({"anchor": f"node:{uuid.uuid4()}", "fields": {"label": "x"}, "lock": 1, "op_id": str(uuid.uuid4())}), 404),
        (json.dumps({"anchor": "field:title", "fields": {"text": "x" * 300_000}, "lock": 0, "op_id": str(uuid.uuid4())}), 413),
    ],
)
def test_bad_saves_are_refused_in_words(world: World, sheet: Worksheet, sign_in: SignIn, body: str, status: int) -> None:
    answer = sign_in(world.amina).post(base(sheet) + "enregistrer/", body, content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not Entry.objects.exists()


def test_1500_fields_in_a_form_are_refused(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    answer = sign_in(world.amina).post(base(sheet) + "lignes/", {f"f{number}": "x" for number in range(1500)})
    assert answer.status_code == 400


def test_a_save_costs_few_queries(world: World, sheet: Worksheet, sign_in: SignIn) -> None:
    client = sign_in(world.amina)
    save(client, sheet)
    with CaptureQueriesContext(connection) as queries:
        assert save(client, sheet, lock=1, fields={"text": "Un autre titre"}).status_code == 200
    asked = [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, asked
