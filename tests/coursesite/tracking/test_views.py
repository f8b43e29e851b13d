"""Administrators' pages and one's own traces: they work, strangers see nothing, queries stay constant."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.cards import cards_for
from coursesite.core.models import Outbox
from coursesite.tracking.models import Delivery, Destination, InvalidStatement, Statement
from coursesite.tracking.queries import PAGE
from coursesite.tracking.record import record, void
from tests.coursesite.tracking.conftest import destination_of
from tests.coursesite.tracking.lrs_stub import LrsStub
from tests.coursesite.tracking.templates import events
from tests.people import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Happen = Callable[..., None]


def test_every_page_is_for_administrators(world: World, sign_in: SignIn, lrs: LrsStub) -> None:
    slug = destination_of(lrs).slug
    pk = record(events(world.amina, world.luc)["X13"])
    pages = [
        ("statements", []),
        ("statement", [pk]),
        ("destinations", []),
        ("destination_new", []),
        ("destination", [slug]),
        ("destination_edit", [slug]),
    ]
    acts = [("destination_test", [slug]), ("destination_pause", [slug]), ("destination_resume", [slug]), ("destination_resend", [slug]),
            ("destination_give_up", [slug, Delivery.objects.get().pk]), ("destination_new", []), ("destination_edit", [slug])]  # fmt: skip
    for person in [one for one in world.everybody() if not one.is_superuser]:
        client = sign_in(person)
        assert {client.get(reverse(f"tracking:{name}", args=args)).status_code for name, args in pages} == {404}
        assert {client.post(reverse(f"tracking:{name}", args=args)).status_code for name, args in acts} == {404}
    nobody = Client()
    assert {nobody.get(reverse(f"tracking:{name}", args=args)).status_code for name, args in [*pages, ("mine", [])]} == {302}
    client = sign_in(world.sofia)
    assert {client.get(reverse(f"tracking:{name}", args=args)).status_code for name, args in pages} == {200}
    only_acts = [(name, args) for name, args in acts if name not in {"destination_new", "destination_edit"}]
    assert {client.get(reverse(f"tracking:{name}", args=args)).status_code for name, args in only_acts} == {405}
    assert lrs.seen == []
    assert not Destination.objects.exclude(paused_reason="").exists()


def test_the_list_reads_in_words(admin: Client, amina: User, luc: User) -> None:
    found = events(amina, luc)
    for name in ("X13", "X16", "X06"):
        record(found[name])
    page = admin.get(reverse("tracking:statements")).content.decode()
    assert "a envoyé" in page
    assert "a renvoyé pour révision" in page
    assert "Fiche F3 : théorie du changement" in page
    assert "Amina" not in page
    only = admin.get(reverse("tracking:statements"), {"verbe": "submitted"}).content.decode()
    assert only.count("<tr>") == 2


def test_the_list_goes_back_in_time_without_gap_or_repeat(admin: Client, happen: Happen) -> None:
    happen(PAGE + 7)
    seen: list[str] = []
    query = ""
    for _ in range(3):
        response = admin.get(reverse("tracking:statements") + query)
        seen += [str(line.statement.pk) for line in response.context["page"].lines]
        query = "?" + response.context["older"]
        if not response.context["older"]:
            break
    assert len(seen) == len(set(seen)) == PAGE + 7


@pytest.mark.parametrize("cursor", ["x", "_", "2026-01-01_", "2026-01-01T00:00:00_zz", "2026-01-01T00:00:00+00:00_1", "\x00"])
def test_a_bad_cursor_starts_at_the_top(admin: Client, happen: Happen, cursor: str) -> None:
    happen(1)
    response = admin.get(reverse("tracking:statements"), {"avant": cursor, "verbe": "<script>"})
    assert response.status_code == 200
    assert len(response.context["page"].lines) == 1


@pytest.mark.parametrize("name", ["statements", "destinations", "destination", "statement"])
def test_constant_queries(admin: Client, lrs: LrsStub, happen: Happen, name: str) -> None:
    counts = []
    for number in (1, 3):
        for index in range(number):
            if not Destination.objects.filter(slug=f"lrs-{index}").exists():
                destination_of(lrs, f"lrs-{index}")
        happen(number * 4, first=number * 100)
        Delivery.objects.update(dead_at=timezone.now())
        pk = Statement.objects.latest("stored").pk
        address = reverse(f"tracking:{name}", args={"destination": ["lrs-0"], "statement": [pk]}.get(name, []))
        admin.get(address)  # whatever the frame of the page keeps in the cache is kept now
        with CaptureQueriesContext(connection) as seen:
            assert admin.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_a_statement_is_readable_json(admin: Client, amina: User, luc: User, sofia: User) -> None:
    pk = record(events(amina, luc)["X28"])
    void(pk, by=sofia, reason="Certificat révoqué")
    page = admin.get(reverse("tracking:statement", args=[pk])).content.decode()
    assert "&quot;http://id.tincanapi.com/verb/earned&quot;" in page
    assert "Certificat révoqué" in page
    assert "Gardée sur ce site seulement" in page


def test_mine_is_about_me_alone(world: World, sign_in: SignIn) -> None:
    found = events(world.amina, world.luc)
    record(found["X13"])
    record(found["X16"])  # Luc acts, Amina is the subject
    record(events(world.chloe, world.luc)["X13"])
    answer = sign_in(world.amina).get(reverse("tracking:mine"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    bodies = json.loads(answer.content)
    assert [body["verb"]["display"]["en"] for body in bodies] == ["submitted", "returned"]
    assert json.loads(sign_in(world.luc).get(reverse("tracking:mine")).content) == []
    assert json.loads(sign_in(world.stranger).get(reverse("tracking:mine")).content) == []


def test_the_card_tells_what_is_wrong(sofia: User, lrs: LrsStub, happen: Happen, admin: Client, rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]

    def shown() -> object:
        cards = [card for card in cards_for("administrator", sofia, request=request) if card.template.startswith("tracking/")]
        return cards[0].context["health"]

    assert shown().calm  # type: ignore[attr-defined]
    destination = destination_of(lrs)
    happen(2)
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(dead_at=timezone.now())
    Destination.objects.update(out_since=timezone.now() - timedelta(hours=25))
    InvalidStatement.objects.create(key="x", subject_key="y", body={}, faults=["$"])
    Outbox.objects.create(key="k", kind="mail", dead_at=timezone.now())
    health = shown()
    assert (health.today, health.dead_deliveries, health.dead_effects, health.invalid) == (2, 1, 1, 1)  # type: ignore[attr-defined]
    assert health.stopped == [destination]  # type: ignore[attr-defined]
    assert health.oldest_pending  # type: ignore[attr-defined]
