"""A peer's opinion: sent once, received, judged; it moves no state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.errors import NotFound, WrongState
from coursesite.tracking.models import Statement
from step_guides.reviews import actions
from step_guides.reviews.models import PeerReading, PeerRound
from step_guides.worksheets.models import Submission, Worksheet
from tests.step_guides.reviews.cohort_of_peers import Peers, circle_of
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(sheet: Sheet) -> Peers:
    return circle_of(sheet)


def test_an_opinion_never_changes_the_state_of_a_sheet(circle: Peers) -> None:
    before = list(Worksheet.plain.order_by("pk").values_list("pk", "state", "state_since", "revision_count"))
    versions = list(Submission.objects.order_by("pk").values("decision", "decided_at", "claimed_at", "withdrawn_at", "sha256"))
    for reader in (circle.world.amina, circle.world.bilal, circle.world.chloe, circle.fatou):
        circle.said(reader)
    actions.judge_opinion(circle.of(circle.world.chloe), useful="yes", word="Merci", by=_member_of(circle.of(circle.world.chloe)))
    assert list(Worksheet.plain.order_by("pk").values_list("pk", "state", "state_since", "revision_count")) == before
    assert (
        list(Submission.objects.order_by("pk").values("decision", "decided_at", "claimed_at", "withdrawn_at", "sha256"))
        == versions
    )


def _member_of(reading: PeerReading) -> User:
    place = reading.submission.worksheet.organisation
    return place.memberships.order_by("pk").first().person


def test_an_opinion_is_written_sent_received_and_answered(
    circle: Peers, sign_in: Callable, drain: Callable, mailoutbox: list
) -> None:
    reading = circle.of(circle.world.chloe)
    chloe, where = sign_in(circle.world.chloe), reverse("reviews:peer_reading", args=[reading.public_id])
    page = text_of(chloe.get(where))
    assert "Ateliers" in page and "ne valide jamais" in page and page.count('type="radio"') == 12
    kept = chloe.post(where, circle.posted(do="keep", strength="Bien vu"))
    assert kept.status_code == 303 and "Bien vu" in text_of(chloe.get(where))
    receiver = sign_in(_member_of(reading))
    assert "Bien vu" not in text_of(receiver.get(reverse("reviews:peers")))
    traces = Statement.objects.count()
    assert chloe.post(where, circle.posted(lock="1")).status_code == 303
    assert chloe.post(where, circle.posted(strength="Autre chose")).status_code == 409
    assert Statement.objects.count() == traces + 1
    reading.refresh_from_db()
    assert reading.sent_at and reading.strength == "Le besoin est clair"
    drain()
    assert any("Chloé a lu votre fiche" in message.subject for message in mailoutbox)
    got = text_of(receiver.get(reverse("reviews:peers")))
    assert "Nommer les familles" in got and "Chloé Vasseur" in got and "avis de pair, ne valide jamais" in got
    judged = receiver.post(reverse("reviews:judge_opinion", args=[reading.public_id]), {"useful": "yes", "word": "Éclairant"})
    assert judged.status_code == 303 and "Éclairant" in text_of(chloe.get(reverse("reviews:peers")))
    assert receiver.post(reverse("reviews:judge_opinion", args=[reading.public_id]), {"useful": "parfait"}).status_code == 422
    luc = text_of(sign_in(circle.world.luc).get(reverse("reviews:peer_rounds", args=[circle.world.cohort.public_id])))
    assert "Nommer les familles" in luc and "1 sur 2" in luc


def test_the_trace_of_an_opinion_says_no_success(circle: Peers) -> None:
    before = set(Statement.objects.values_list("pk", flat=True))
    circle.said(circle.world.chloe)
    body = Statement.objects.exclude(pk__in=before).get().body
    assert body["verb"]["id"].endswith("/reviewed") and "result" not in body and "familles" not in str(body)


@pytest.mark.parametrize("lacks", ["level", "comment", "strength", "suggestion"])
def test_what_is_missing_is_named_and_the_draft_kept(circle: Peers, sign_in: Callable, lacks: str) -> None:
    reading = circle.of(circle.world.chloe)
    name = lacks if lacks in {"strength", "suggestion"} else f"{lacks}-{circle.codes[0]}"
    answer = sign_in(circle.world.chloe).post(
        reverse("reviews:peer_reading", args=[reading.public_id]), circle.posted(**{name: ""})
    )
    assert answer.status_code == 422 and "Avant de l’envoyer" in text_of(answer)
    reading.refresh_from_db()
    assert reading.sent_at is None and reading.scores.count() == 3


def test_once_sent_nothing_changes_even_in_the_database(circle: Peers) -> None:
    reading = circle.said(circle.world.chloe)
    assert actions.send_opinion(reading, **circle.whole(), by=circle.world.chloe).sent_at == reading.sent_at
    with pytest.raises(WrongState):
        actions.send_opinion(reading, **circle.whole(strength="Autre"), by=circle.world.chloe)
    with pytest.raises(WrongState):
        actions.keep_opinion(reading, **circle.whole(), by=circle.world.chloe)
    with pytest.raises(DatabaseError), transaction.atomic():
        PeerReading.objects.filter(pk=reading.pk).update(strength="Autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerReading.objects.filter(sent_at=None).update(sent_at=timezone.now())


def test_after_the_last_day_nothing_is_sent_and_nothing_is_lost(circle: Peers, sign_in: Callable) -> None:
    reading = circle.of(circle.world.chloe)
    actions.keep_opinion(reading, **circle.whole(), by=circle.world.chloe)
    long_ago = timezone.localdate() - timedelta(days=30)
    PeerRound.objects.update(opens_on=long_ago, due_on=long_ago + timedelta(days=14))
    chloe, where = sign_in(circle.world.chloe), reverse("reviews:peer_reading", args=[reading.public_id])
    page = text_of(chloe.get(where))
    assert "Cette lecture est fermée" in page and "Ateliers" not in page
    late = chloe.post(where, circle.posted(strength="Trop tard"))
    assert late.status_code == 409 and "Trop tard" in text_of(late)
    with pytest.raises(WrongState):
        actions.withdraw_from_round(PeerRound.objects.get(), circle.world.passerelle, by=circle.world.amina)


def test_only_its_reader_opens_a_reading(circle: Peers, sign_in: Callable) -> None:
    reading = circle.of(circle.world.chloe)
    where = reverse("reviews:peer_reading", args=[reading.public_id])
    world = circle.world
    for who in (world.amina, world.bilal, circle.fatou, world.luc, world.noe, world.rose, world.sofia, world.stranger):
        assert sign_in(who).get(where).status_code == 404, who
        assert sign_in(who).post(where, circle.posted()).status_code == 404, who
    assert Client().get(where).status_code == 302
    with pytest.raises(NotFound):
        actions.keep_opinion(reading, **circle.whole(), by=world.amina)


def test_pages_cost_the_same_however_many_opinions(
    circle: Peers, sign_in: Callable, django_assert_max_num_queries: Callable
) -> None:
    for reader in (circle.world.amina, circle.world.bilal, circle.world.chloe, circle.fatou):
        circle.said(reader)
    luc, amina = sign_in(circle.world.luc), sign_in(circle.world.amina)
    with django_assert_max_num_queries(22):
        luc.get(reverse("reviews:peer_rounds", args=[circle.world.cohort.public_id]))
    with django_assert_max_num_queries(20):
        amina.get(reverse("reviews:peers"))
