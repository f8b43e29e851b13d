"""Rounds of peer review: scheduled, announced, paired, left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from coursesite.cohorts.columns import table
from coursesite.cohorts.models import Enrolment
from coursesite.core.errors import Invalid, NotAllowed
from step_guides.reviews import dashboard, peers
from step_guides.reviews.models import PeerReading, PeerRound, Rubric
from step_guides.reviews.tasks import pair_peers
from step_guides.worksheets import actions as sheets
from step_guides.worksheets.enums import Kind
from step_guides.worksheets.models import Worksheet
from tests.step_guides.reviews.cohort_of_peers import Peers, circle_of, schedule, sent
from tests.step_guides.reviews.conftest import Sheet, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(sheet: Sheet) -> Peers:
    return circle_of(sheet)


def test_everybody_is_told_before_and_paired_at_the_opening(sheet: Sheet, drain: Callable, mailoutbox: list) -> None:
    world = sheet.world
    sent(world, world.jardin, world.chloe)
    one = schedule(world, Rubric.objects.get(kind=Kind.THEORY_OF_CHANGE), by=world.luc, opens=3)
    drain()
    told = {message.to[0] for message in mailoutbox if "Des pairs vont lire" in message.subject}
    assert told == {"amina@test.example", "bilal@test.example", "chloe@test.example"}
    pair_peers()
    assert not PeerReading.objects.exists()
    PeerRound.objects.update(opens_on=timezone.localdate())
    pair_peers()
    pair_peers()
    assert PeerReading.objects.count() == 3 and one.readings.count() == 3
    drain()
    asked = sorted(message.to[0] for message in mailoutbox if "à lire" in message.subject)
    assert asked == ["amina@test.example", "bilal@test.example", "chloe@test.example"]


def test_nobody_reads_her_own_and_all_give_as_many(circle: Peers) -> None:
    readings = list(PeerReading.objects.select_related("reader", "submission__worksheet"))
    assert all(one.reader.organisation_id != one.submission.worksheet.organisation_id for one in readings)
    assert sorted(one.reader.person.full_name for one in readings) == sorted(
        name for name in ["Amina Haddad", "Bilal Kernan", "Chloé Vasseur", "Fatou Diallo"] for _twice in range(2)
    )


def test_an_organisation_withdraws_and_is_read_no_more(circle: Peers, sign_in: Callable) -> None:
    world = circle.world
    one = (
        PeerReading.objects.filter(submission__worksheet__organisation=world.passerelle).select_related("reader__person").first()
    )
    assert one is not None
    reader = sign_in(one.reader.person)
    where = reverse("reviews:peer_reading", args=[one.public_id])
    assert reader.get(where).status_code == 200
    body = {"structure": world.passerelle.public_id}
    assert (
        sign_in(world.bilal).post(reverse("reviews:withdraw_from_round", args=[circle.round.public_id]), body).status_code == 303
    )
    assert reader.get(where).status_code == 404
    asked = PeerReading.objects.asked()
    assert not asked.filter(submission__worksheet__organisation=world.passerelle).exists()
    assert not asked.filter(reader__organisation=world.passerelle).exists()
    assert asked.count() == 2  # Chloé and Fatou read each other
    pair_peers()
    assert asked.count() == 2
    page = text_of(sign_in(world.amina).get(reverse("reviews:peers")))
    assert "ne participe pas" in page


def test_a_version_taken_back_or_a_learner_gone_is_called_off(circle: Peers) -> None:
    world = circle.world
    sheets.withdraw(circle.sheet.worksheet, by=world.amina)
    Enrolment.objects.filter(person=circle.fatou).update(left_on=timezone.localdate())
    pair_peers()
    assert {one.reader.person for one in PeerReading.objects.asked()} == set()
    sheets.submit(Worksheet.objects.get(organisation=world.passerelle), by=world.amina, confirmed=True)
    pair_peers()
    asked = PeerReading.objects.asked()
    assert {one.reader.person for one in asked} == {world.amina, world.bilal, world.chloe}
    assert all(one.submission.number == 2 for one in asked.filter(reader__person=world.chloe))


def test_cancelled_by_the_network_what_was_sent_stays(circle: Peers, sign_in: Callable) -> None:
    circle.said(circle.world.chloe)
    where = reverse("reviews:cancel_round", args=[circle.round.public_id])
    assert sign_in(circle.world.amina).post(where).status_code == 404
    assert sign_in(circle.world.rose).post(where).status_code == 303
    assert PeerReading.objects.filter(sent_at__isnull=False).count() == 1 and not PeerReading.objects.asked().exists()
    assert schedule(circle.world, circle.rubric, by=circle.world.maud).pk != circle.round.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"codes": ["C1", "C2"]},
        {"codes": ["C1", "C2", "ZZ"]},
        {"opens": -1},
        {"lasts": 0},
        {"lasts": 91},
        {"each": 0},
        {"each": 9},
    ],
)
def test_bad_rounds_are_refused_in_words(sheet: Sheet, wrong: dict) -> None:
    with pytest.raises(Invalid) as refused:
        schedule(sheet.world, Rubric.objects.get(kind=Kind.THEORY_OF_CHANGE), by=sheet.world.luc, **wrong)
    assert refused.value.errors and not PeerRound.objects.exists()


def test_a_round_is_scheduled_on_its_page_and_only_once(sheet: Sheet, sign_in: Callable) -> None:
    where = reverse("reviews:peer_rounds", args=[sheet.world.cohort.public_id])
    luc = sign_in(sheet.world.luc)
    page = text_of(luc.get(where + "?fiche=theory_of_change"))
    assert page.count('name="codes"') == 8
    today = timezone.localdate()
    body = {
        "kind": "theory_of_change",
        "codes": ["C1", "C2", "C3"],
        "opens_on": str(today + timedelta(days=3)),
        "due_on": str(today + timedelta(days=9)),
        "each": "2",
    }
    early = luc.post(where, body | {"opens_on": str(today + timedelta(days=2))})
    assert early.status_code == 422 and "trois jours" in text_of(early)
    assert luc.post(where, body).status_code == 303
    twice = luc.post(where, body)
    assert twice.status_code == 409 and "déjà prévu" in text_of(twice) and PeerRound.objects.count() == 1
    assert luc.post(where, body | {"kind": "priorities", "codes": ["D1"]}).status_code == 422
    assert sign_in(sheet.world.amina).get(where).status_code == 403
    for who in (sheet.world.noe, sheet.world.paul, sheet.world.ines, sheet.world.stranger):
        assert sign_in(who).get(where).status_code == 404
    with pytest.raises(NotAllowed):
        schedule(sheet.world, Rubric.objects.get(kind=Kind.PRIORITIES), by=sheet.world.amina)


def test_the_organisation_reads_it_before_it_sends(sheet: Sheet, sign_in: Callable) -> None:
    sheets.withdraw(sheet.worksheet, by=sheet.world.amina)
    where = reverse("worksheets:send", args=[sheet.worksheet.public_id])
    amina = sign_in(sheet.world.amina)
    assert "Des pairs" not in text_of(amina.get(where))
    schedule(sheet.world, Rubric.objects.get(kind=Kind.THEORY_OF_CHANGE), by=sheet.world.luc, opens=5)
    assert "liront cette version" in text_of(amina.get(where)) and "se retirer" in text_of(amina.get(where))


def test_figures_for_learners_and_trainers(circle: Peers, rf: Any) -> None:
    circle.said(circle.world.chloe)
    found = peers.followed(circle.world.cohort, circle.world.luc)[0]
    mine = next(one for one in found.figures if one.enrolment.person == circle.world.chloe)
    assert [one.strength for one in found.opinions] == ["Le besoin est clair"]
    assert (
        peers.followed(circle.world.cohort, circle.world.rose)[0].opinions == []
    )  # whoever acts for the network counts, and reads none
    assert (mine.given, mine.asked) == (1, 2) and sum(one.given for one in found.figures) == 1
    card = dashboard.peers_of(circle.world.chloe, request=rf.get("/"))
    assert card is not None and (card.context["given"], len(card.context["asked"])) == (1, 1)
    heads, cells = table([mine.enrolment])
    assert "1 sur 2" in [str(cell) for cell in cells[mine.enrolment.pk]] and "Avis de pairs donnés" in [
        str(head) for head in heads
    ]
