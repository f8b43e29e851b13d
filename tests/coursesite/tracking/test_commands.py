"""A destination added later catches up; a restored site sends again."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from coursesite.tracking.models import Delivery, Destination
from tests.coursesite.tracking.conftest import destination_of
from tests.coursesite.tracking.lrs_stub import LrsStub

pytestmark = pytest.mark.django_db
Happen = Callable[..., None]


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue().strip()


def test_deliver_once(lrs: LrsStub, destination: Destination, happen: Happen) -> None:
    happen(3)
    assert run("xapi_deliver") == "3 settled"
    assert len(lrs.stored) == 3


def test_a_destination_added_later_catches_up(lrs: LrsStub, happen: Happen) -> None:
    happen(4)
    happen(2, first=50, name="X13")
    destination_of(lrs, "late")
    assert run("xapi_deliver") == "0 settled"
    assert run("xapi_replay", "--destination", "late", "--since", "2026-01-01", "--dry-run") == (
        "6 would be sent for the first time, 0 would be sent again"
    )
    assert not Delivery.objects.exists()
    assert run("xapi_replay", "--destination", "late", "--since", "2026-01-01", "--verb", "submitted").startswith("2 sent")
    run("xapi_deliver")
    assert len(lrs.stored) == 2
    assert run("xapi_replay", "--destination", "late", "--since", "2026-01-01") == "4 sent for the first time, 2 sent again"
    run("xapi_deliver")
    assert len(lrs.stored) == 6
    assert set(lrs.stored.values()) == {1}
    assert set(Delivery.objects.values_list("outcome", flat=True)) == {"sent"}
    assert run("xapi_replay", "--destination", "late", "--since", "2026-01-01", "--until", "2026-02-01").startswith("0 sent")


def test_unknown_destination(db: None) -> None:
    with pytest.raises(CommandError, match="Known: none"):
        run("xapi_replay", "--destination", "x", "--since", "2026-01-01")
