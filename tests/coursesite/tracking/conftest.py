from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models.functions import Now
from django.test import Client

from coursesite.accounts.models import User
from coursesite.tracking.credentials import seal
from coursesite.tracking.models import Delivery, Destination
from coursesite.tracking.record import record
from tests.coursesite.tracking.lrs_stub import LrsStub
from tests.coursesite.tracking.templates import events
from tests.people import PASSWORD, person


@pytest.fixture
def lrs(settings: object) -> Iterator[LrsStub]:
    settings.XAPI_TIMEOUT = (5, 3)  # type: ignore[attr-defined]
    with LrsStub() as stub:
        settings.LRS_HOSTS = [urlsplit(stub.endpoint).netloc]  # type: ignore[attr-defined]
        yield stub


@pytest.fixture
def amina(db: None) -> User:
    return person("Amina Haddad")


@pytest.fixture
def luc(db: None) -> User:
    return person("Luc Morvan")


def destination_of(stub: LrsStub, slug: str = "lrs", **fields: object) -> Destination:
    return Destination.objects.create(
        name=slug.title(), slug=slug, endpoint=stub.endpoint, username=stub.user, password_token=seal(stub.password), **fields
    )


@pytest.fixture
def destination(db: None, lrs: LrsStub) -> Destination:
    return destination_of(lrs)


@pytest.fixture
def happen(amina: User, luc: User) -> Callable[..., None]:
    """Records so many events."""

    def make(number: int = 1, *, first: int = 0, name: str = "X16") -> None:
        event = events(amina, luc)[name]
        for index in range(first, first + number):
            record(replace(event, key=f"tests.event/{index}/{name}"))

    return make


def later() -> None:
    """Time has passed: whatever waited is due. (Rows are read by the clock of the database, which no test moves.)"""
    past = Now() - timedelta(seconds=1)
    Delivery.objects.waiting().update(not_before=past)
    Destination.objects.update(next_try=past)


@pytest.fixture
def sofia(db: None) -> User:
    return User.objects.create_superuser("sofia@test.example", PASSWORD, full_name="Sofia Pradel")


@pytest.fixture
def admin(sofia: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(sofia)
