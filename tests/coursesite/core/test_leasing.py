from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from hypothesis import given, settings
from hypothesis import strategies as st

from coursesite.core import leasing
from coursesite.core.leasing import Outage, claim, finish, wait, work
from coursesite.core.models import Outbox
from coursesite.core.outbox import drain, handles, promise

pytestmark = pytest.mark.django_db

done: Counter[str] = Counter()
answers: list[Exception] = []


@handles("test-effect")
def effect(payload: dict, *, key: str) -> None:
    if answers:
        raise answers.pop(0)
    done[key] += 1


@pytest.fixture(autouse=True)
def forget() -> None:
    done.clear()
    answers.clear()


def row(key: str = "a") -> Outbox:
    promise("test-effect", key=key, payload={"id": 1})
    return Outbox.objects.get(key=key)


def again(one: Outbox) -> None:
    """Its time has come again."""
    Outbox.objects.filter(pk=one.pk).update(not_before=Now() - timedelta(seconds=1))


def test_the_same_promise_twice_is_one_row() -> None:
    row()
    row()
    assert Outbox.objects.count() == 1


def test_a_promise_is_taken_back_with_its_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        row()
        raise RuntimeError
    assert not Outbox.objects.exists()


def test_an_effect_is_done_once() -> None:
    row()
    drain()
    drain()
    assert done == {"a": 1}


def test_an_outage_costs_no_attempt_and_waits() -> None:
    one = row()
    answers.append(Outage("down"))
    assert drain().outages == 1
    one.refresh_from_db()
    assert (one.refusals, one.dead_at, one.last_error) == (0, None, "Outage")
    assert drain().done == 0  # not yet
    again(one)
    assert drain().done == 1


def test_an_outage_waits_as_long_as_it_was_asked() -> None:
    one = row()
    answers.append(Outage("busy", retry_after=7200))
    drain()
    one.refresh_from_db()
    assert one.not_before - one.created_at > timedelta(seconds=7000)


def test_twelve_refusals_make_a_dead_row_that_can_be_revived() -> None:
    one = row()
    for _attempt in range(12):
        answers.append(ValueError("a secret text"))
        again(one)
        drain()
    one.refresh_from_db()
    assert one.dead_at and one.refusals == 12
    assert "secret" not in one.last_error
    again(one)
    assert drain().done == 0
    assert Outbox.objects.all().revive() == 1
    assert drain().done == 1


def test_a_week_of_outage_kills_no_row() -> None:
    one = row()
    for _attempt in range(60):
        answers.append(Outage("down"))
        again(one)
        drain()
    one.refresh_from_db()
    assert one.dead_at is None and one.claims == 60


def test_a_leased_row_is_left_alone_until_its_lease_ends() -> None:
    one = row()
    assert claim(Outbox.objects.all(), one.pk) == 1
    assert drain().done == 0
    Outbox.objects.filter(pk=one.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert drain().done == 1


def test_a_late_worker_does_not_overwrite_a_newer_claim() -> None:
    one = row()
    first = claim(Outbox.objects.all(), one.pk)
    Outbox.objects.filter(pk=one.pk).update(lease_until=Now() - timedelta(seconds=1))
    second = claim(Outbox.objects.all(), one.pk)
    assert (first, second) == (1, 2)
    assert finish(Outbox.objects.all(), one.pk, first) is False
    assert finish(Outbox.objects.all(), one.pk, second) is True


def test_a_kind_that_nobody_handles_stays() -> None:
    promise("of-a-newer-release", key="new", payload={"v": 2})
    drain()
    kept = Outbox.objects.get(key="new")
    assert kept.done_at is None and kept.claims == 0


@pytest.mark.django_db(transaction=True)
def test_a_row_has_one_winner_among_eight() -> None:
    one = row()

    def run(_number: int) -> int | None:
        try:
            return claim(Outbox.objects.all(), one.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        wins = [number for number in pool.map(run, range(8)) if number is not None]
    assert wins == [1]


@given(st.integers(min_value=0, max_value=10_000))
@settings(max_examples=50)
def test_waiting_grows_and_is_bounded(times: int) -> None:
    assert leasing.FIRST_WAIT * 0.75 <= wait(times) <= leasing.LONGEST_WAIT


def test_a_row_that_breaks_its_handler_does_not_stop_the_others() -> None:
    row("a")
    row("b")
    answers.append(ValueError("once"))
    tally = work(Outbox.objects.all(), lambda one: effect(one.payload, key=one.key))
    assert (tally.done, tally.refused) == (1, 1)
