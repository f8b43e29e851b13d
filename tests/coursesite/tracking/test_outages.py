"""A record store that is down, slow or overloaded, and workers that meet: nothing lost, nothing twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from coursesite.core.views import _not_stuck
from coursesite.tracking import sending
from coursesite.tracking.actions import give_up
from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.sending import claim_batch, deliver_all
from tests.coursesite.tracking.conftest import destination_of, later
from tests.coursesite.tracking.lrs_stub import LrsStub
from tests.coursesite.tracking.rows import bodies, fresh, nothing_held, states

pytestmark = pytest.mark.django_db
Happen = Callable[..., None]


OUTAGES = [
    "500",
    "502",
    "503",
    "503-bare",
    "429",
    "429-date",
    "429-odd",
    "429-years",
    "silence",
    "cut",
    "cut-after",
    "half-answer",
]


@pytest.mark.parametrize("mode", OUTAGES)
def test_an_outage_costs_nothing(lrs: LrsStub, destination: Destination, happen: Happen, mode: str, settings: object) -> None:
    happen(9)
    lrs.mode = mode
    if mode == "silence":
        settings.XAPI_TIMEOUT = (5, 0.5)  # type: ignore[attr-defined]
    deliver_all()
    out = fresh(destination)
    assert states() == {"pending": 9}
    assert set(Delivery.objects.values_list("refusals", "failures", "lease_until")) == {(0, 0, None)}
    assert (out.paused_reason, out.outages) == ("", 1)
    assert out.out_since
    wait = (out.next_try - timezone.now()).total_seconds()
    expected = {"503": (0, 8), "429": (0, 8), "429-date": (0, 8), "429-years": (86_000, 86_401)}.get(mode, (20, 61))
    assert expected[0] < wait < expected[1]
    asked = len(lrs.seen)
    deliver_all()
    assert len(lrs.seen) == asked, "it waits"
    assert _not_stuck() == ""
    lrs.mode, settings.XAPI_TIMEOUT = "ok", (5, 3)  # type: ignore[attr-defined]
    later()
    deliver_all()
    assert states() == {"sent": 9}
    assert set(lrs.stored.values()) == {1}
    assert len(lrs.stored) == 9
    back = fresh(destination)
    assert (back.outages, back.out_since) == (0, None)


def test_nobody_listens(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(2)
    lrs.server.shutdown()
    lrs.server.server_close()
    for number in range(1, 12):
        deliver_all()
        out = fresh(destination)
        assert out.outages == number
        assert timedelta(0) < out.next_try - timezone.now() <= timedelta(hours=1)
        later()
    assert set(Delivery.objects.values_list("refusals", "dead_at")) == {(0, None)}


def test_poison_is_found_and_holds_up_nobody(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(30)
    poison = bodies(destination)[4]["id"]
    lrs.poison = {poison}
    for _ in range(2):
        deliver_all()
        assert states() == {"pending": 30}
        later()
    deliver_all()
    assert states() == {"sent": 29, "pending": 1}
    row = Delivery.objects.get(done_at=None)
    assert (row.failures, row.refusals) == (1, 0)
    assert row.not_before > timezone.now() + timedelta(seconds=50)
    happen(3, first=200)
    later()
    deliver_all()
    assert states() == {"sent": 32, "pending": 1}
    for _ in range(15):
        later()
        deliver_all()
    row.refresh_from_db()
    assert row.refusals == 0
    assert row.dead_at is None, "a 500 is no refusal"
    assert row.not_before < timezone.now() + timedelta(days=1, minutes=1)
    give_up(row)
    assert states() == {"sent": 32, "given_up": 1}


def test_a_store_that_fails_at_everything_is_out_not_poisoned(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(8)
    lrs.mode = "500"
    for _ in range(5):
        deliver_all()
        later()
    assert set(Delivery.objects.values_list("failures", "refusals")) == {(0, 0)}
    lrs.mode = "ok"
    deliver_all()
    assert states() == {"sent": 8}


def test_destinations_do_not_wait_for_each_other(lrs: LrsStub, happen: Happen, settings: Settings) -> None:
    with LrsStub(user="autre") as second:
        settings.LRS_HOSTS += [second.endpoint.split("/")[2]]
        down, up = destination_of(lrs, "down"), destination_of(second, "up")
        happen(3)
        lrs.mode = "503"
        deliver_all()
        assert [one.deliveries.waiting().count() for one in (down, up)] == [3, 0]
        names = {body["actor"]["account"]["name"] for stub in (lrs, second) for body in stub.statements.values()}
        lrs.mode = "ok"
        later()
        deliver_all()
        both = {body["actor"]["account"]["name"] for body in lrs.statements.values()}
        assert not names & both, "each destination knows people under other names"
        assert not lrs.statements.keys() & second.statements.keys()


def test_the_deadline_leaves_the_rest(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(60)
    lrs.mode, lrs.slowness = "slow", 0.6
    deliver_all(seconds=0.5)
    assert len(lrs.batches) <= 1
    assert states()["pending"] >= 10
    assert nothing_held()
    lrs.mode = "ok"
    deliver_all()
    assert states() == {"sent": 60}


def test_the_deadline_holds_while_halving(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(8)
    lrs.mode, lrs.slowness, lrs.largest = "slow", 0.5, 1
    deliver_all(seconds=1.2)
    assert len(lrs.batches) <= 4
    assert states()["pending"] >= 6
    assert nothing_held()
    lrs.mode = "ok"
    deliver_all()
    assert states() == {"sent": 8}
    assert set(lrs.stored.values()) == {1}


@pytest.mark.parametrize("held", [{"paused_reason": "by_hand", "paused_at": Now()}, {"next_try": Now() + timedelta(minutes=5)}])
def test_readiness_tells_a_stopped_worker_from_a_stopped_destination(
    destination: Destination, happen: Happen, held: dict
) -> None:
    happen(1)
    Delivery.objects.update(not_before=Now() - timedelta(hours=1))
    assert _not_stuck() == "tracking.Delivery"
    Destination.objects.update(**held)
    assert _not_stuck() == ""
    assert claim_batch(destination) == []


def test_few_queries_a_batch(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    counts = []
    for index, number in enumerate((1, 40)):
        happen(number, first=index * 100)
        with CaptureQueriesContext(connection) as seen:
            deliver_all()
        counts.append(len(seen))
    assert counts[0] >= counts[1] - 1, counts


def test_a_late_worker_does_not_overwrite(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(1)
    slow = claim_batch(destination)
    assert claim_batch(destination) == [], "leased to somebody"
    Delivery.objects.update(lease_until=Now() - timedelta(seconds=1))
    deliver_all()
    assert states() == {"sent": 1}
    sending.write(destination, slow, {slow[0].pk: sending.Verdict.refused(400, "late")})
    row = Delivery.objects.get()
    assert (row.outcome, row.refusals) == ("sent", 0)


def test_a_late_worker_leaves_a_newer_claim_alone(destination: Destination, happen: Happen) -> None:
    happen(1)
    slow = claim_batch(destination)
    Delivery.objects.update(lease_until=Now() - timedelta(seconds=1))
    newer = claim_batch(destination)
    assert newer[0].claims == slow[0].claims + 1
    for verdicts in ({slow[0].pk: sending.Verdict.refused(400, "late")}, {}):
        sending.write(destination, slow, verdicts)
        row = Delivery.objects.get()
        assert (row.refusals, row.lease_until) == (0, newer[0].lease_until)


def test_given_up_stays_given_up(destination: Destination, happen: Happen) -> None:
    happen(1)
    Delivery.objects.update(failures=1)
    running = claim_batch(destination)
    give_up(running[0])
    sending.write(destination, running, {running[0].pk: sending.Verdict.set_aside(500)})
    row = Delivery.objects.get()
    assert (row.outcome, row.failures) == ("given_up", 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_rows(lrs: LrsStub, happen: Happen) -> None:
    destination_of(lrs)
    happen(200)
    lrs.mode = "slow"
    errors: list[Exception] = []

    def act() -> None:
        try:
            deliver_all()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert states() == {"sent": 200}
    posted = Counter(one for batch in lrs.batches for one in batch)
    assert set(posted.values()) == {1}, "no row was taken by two workers"
