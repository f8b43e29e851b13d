"""Answers of a real HTTP server, and what becomes of rows: nothing lost, nothing twice, right states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from coursesite.core.leasing import REFUSALS_BEFORE_DEAD
from coursesite.core.views import _not_stuck
from coursesite.tracking.actions import resend, resume
from coursesite.tracking.models import Delivery, Destination, Statement
from coursesite.tracking.sending import deliver_all
from coursesite.tracking.tasks import deliver
from tests.coursesite.tracking.conftest import later
from tests.coursesite.tracking.lrs_stub import LrsStub
from tests.coursesite.tracking.rows import bodies, fresh, nothing_held, states

pytestmark = pytest.mark.django_db
Happen = Callable[..., None]


def test_sent_in_batches_of_fifty(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(120)
    deliver()
    assert states() == {"sent": 120}
    assert [len(batch) for batch in lrs.batches] == [50, 50, 20]
    assert set(lrs.stored.values()) == {1}
    assert len(lrs.stored) == 120
    assert lrs.headers["X-Experience-API-Version"] == "1.0.3"
    assert fresh(destination).last_success_at
    assert nothing_held()


def test_what_arrives_is_the_projection(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(3)
    deliver_all()
    for body in bodies(destination):
        there = lrs.statements[body["id"]]
        assert {**there, "stored": 0, "version": 0} == {**body, "stored": 0, "version": 0}


def test_accents_in_credentials(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    """The stub expects UTF-8 for « réseau €uro »."""
    happen(1)
    deliver_all()
    assert states() == {"sent": 1}


def test_sending_again_is_harmless(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(5)
    deliver_all()
    Delivery.objects.update(done_at=None, outcome="")
    deliver_all()
    assert states() == {"sent": 5}
    assert set(lrs.stored.values()) == {1}


def test_one_bad_statement_stands_alone(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(40)
    bad = bodies(destination)[17]["id"]
    lrs.bad = {bad}
    deliver_all()
    assert states() == {"sent": 39, "pending": 1}
    row = Delivery.objects.get(done_at=None)
    assert (row.refusals, row.http_status, row.message) == (1, 400, "statement refused")
    assert row.not_before > timezone.now() + timedelta(seconds=30)
    assert row.lease_until is None
    happen(10, first=100)
    later()
    lrs.batches.clear()
    deliver_all()
    assert [bad] in lrs.batches, "sent alone from then on"
    assert [len(batch) for batch in lrs.batches] == [10, 1]


def test_the_twelfth_refusal_kills_and_an_administrator_revives(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(6)
    bad = bodies(destination)[2]["id"]
    lrs.bad = {bad}
    for _ in range(REFUSALS_BEFORE_DEAD):
        deliver_all()
        later()
    assert states() == {"sent": 5, "dead": 1}
    lrs.batches.clear()
    deliver_all()
    assert lrs.batches == []
    lrs.bad = set()
    assert resend(destination, Delivery.objects.dead().values_list("pk", flat=True)) == 1
    deliver_all()
    assert states() == {"sent": 6}


def test_everything_refused_accuses_the_header(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(8)
    lrs.mode = "400"
    deliver_all()
    assert fresh(destination).paused_reason == "everything_refused"
    assert set(Delivery.objects.values_list("refusals", "lease_until")) == {(0, None)}
    deliver_all()
    lrs.mode = "ok"
    resume(destination)
    deliver_all()
    assert states() == {"sent": 8}


def test_four_refused_are_four_refusals(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(4)
    lrs.mode = "400"
    deliver_all()
    assert fresh(destination).paused_reason == ""
    assert set(Delivery.objects.values_list("refusals", flat=True)) == {1}


def test_too_big_is_halved(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(50)
    lrs.largest = 7
    deliver_all()
    assert states() == {"sent": 50}
    assert set(lrs.stored.values()) == {1}


def test_known_and_equal_is_a_duplicate(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    """As ADL's reference store does: 409 even for an identical resend."""
    happen(12)
    for body in bodies(destination)[:5]:
        lrs.know(body)
    lrs.mode = "adl"
    deliver_all()
    assert states() == {"sent": 7, "duplicate": 5}
    assert set(lrs.stored.values()) == {1}


def test_a_store_that_answers_a_list_to_one_question(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(1)
    lrs.know(bodies(destination)[0])
    lrs.mode, lrs.reading = "adl", "list"
    deliver_all()
    assert states() == {"duplicate": 1}


def test_known_but_different_is_refused(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(6)
    body = bodies(destination)[3]
    lrs.know({**body, "result": {"success": True}})
    deliver_all()
    assert states() == {"sent": 5, "pending": 1}
    row = Delivery.objects.get(done_at=None)
    assert (row.refusals, row.http_status) == (1, 409)
    assert "different" in row.message


def test_known_but_not_readable(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(2)
    for body in bodies(destination):
        lrs.know(body)
    lrs.mode, lrs.reading = "adl", "denied"
    deliver_all()
    assert states() == {"unverified": 2}


def test_known_and_voided_there(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(1)
    body = bodies(destination)[0]
    lrs.know(body)
    lrs.voided[body["id"]] = lrs.statements.pop(body["id"])
    lrs.mode = "adl"
    deliver_all()
    assert states() == {"duplicate": 1}


def test_known_but_found_nowhere_is_asked_three_times_more(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(1)
    lrs.know(bodies(destination)[0])
    lrs.mode, lrs.reading = "adl", "hidden"
    for _ in range(3):
        deliver_all()
        assert states() == {"pending": 1}
        assert Delivery.objects.get().refusals == 0
        later()
    deliver_all()
    assert states() == {"unverified": 1}


@pytest.mark.parametrize(("mode", "reason"), [("401", "credentials"), ("403", "credentials"), ("302", "endpoint"), ("404", "endpoint"),
                                              ("405", "endpoint"), ("html", "endpoint"), ("empty", "endpoint"), ("huge", "endpoint")])  # fmt: skip
def test_wrong_settings_pause_the_destination(
    lrs: LrsStub, destination: Destination, happen: Happen, mode: str, reason: str
) -> None:
    happen(7)
    lrs.mode = mode
    deliver_all()
    paused = fresh(destination)
    assert (paused.paused_reason, bool(paused.paused_at)) == (reason, True)
    assert set(Delivery.objects.values_list("refusals", "lease_until", "done_at")) == {(0, None, None)}
    asked = len(lrs.seen)
    deliver_all()
    assert len(lrs.seen) == asked, "a paused destination is left alone"
    assert _not_stuck() == "", "and does not make the site unready"
    lrs.mode = "ok"
    resume(destination)
    deliver_all()
    assert states() == {"sent": 7}
    assert set(lrs.stored.values()) == {1}


def test_a_wrong_password_pauses(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(1)
    lrs.password = "autre"
    deliver_all()
    assert fresh(destination).paused_reason == "credentials"


def test_a_lost_key_pauses(lrs: LrsStub, destination: Destination, happen: Happen, settings: object) -> None:
    happen(1)
    settings.CREDENTIAL_KEYS = ["v7VZmOPHpmjDVWVZ2Nq1iDq6M5n0YBwNshj8vH5lRQk="]  # type: ignore[attr-defined]
    deliver_all()
    assert fresh(destination).paused_reason == "keys"
    assert lrs.seen == []


def test_a_store_that_lies_about_ids(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(2)
    lrs.mode = "liar"
    deliver_all()
    assert states() == {"sent": 2}
    assert "unexpected ids" in fresh(destination).last_error


def test_an_invalid_body_is_never_sent(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    """A statement stored by an older release under laxer rules."""
    happen(2)
    valid = Statement.objects.latest("stored")
    fields = ("timestamp", "verb", "object_key", "actor_key", "subject_key")
    older = Statement(
        id=uuid4(), body={**valid.body, "result": {"success": "true"}}, **{name: getattr(valid, name) for name in fields}
    )
    older.save()
    row = Delivery.objects.create(statement=older, destination=destination)
    deliver_all()
    row.refresh_from_db()
    assert (row.refusals, row.http_status, "success" in row.message) == (1, None, True)
    assert len(lrs.stored) == 2
