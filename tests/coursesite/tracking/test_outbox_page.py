"""« Envois en attente »: for administrators, with « Réessayer »."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.core.models import Outbox
from tests.people import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def promised(number: int, *, first: int = 0, **fields: object) -> None:
    for index in range(first, first + number):
        Outbox.objects.create(key=f"mail:test:{index}", kind="mail", **fields)


def test_for_administrators_only(world: World, sign_in: SignIn) -> None:
    for person in [one for one in world.everybody() if not one.is_superuser]:
        assert sign_in(person).get(reverse("core:outbox")).status_code == 404
        assert sign_in(person).post(reverse("core:outbox_retry")).status_code == 404
    assert sign_in(world.sofia).get(reverse("core:outbox")).status_code == 200
    assert sign_in(world.sofia).get(reverse("core:outbox_retry")).status_code == 405


def test_retry_one_then_all(world: World, sign_in: SignIn) -> None:
    promised(3, dead_at=timezone.now(), refusals=12, last_error="SMTPRecipientsRefused 550")
    client = sign_in(world.sofia)
    page = client.get(reverse("core:outbox")).content.decode()
    assert "Réessayer" in page
    assert "SMTPRecipientsRefused 550" in page
    one = Outbox.objects.earliest("pk")
    assert client.post(reverse("core:outbox_retry"), {"row": one.pk}).status_code == 303
    one.refresh_from_db()
    assert (one.dead_at, one.refusals) == (None, 0)
    assert Outbox.objects.dead().count() == 2
    client.post(reverse("core:outbox_retry"))
    assert not Outbox.objects.dead().exists()


def test_constant_queries(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.sofia)
    counts = []
    for number in (1, 3):
        promised(number, first=number * 10, dead_at=timezone.now())
        client.get(reverse("core:outbox"))  # whatever the frame of the page keeps in the cache is kept now
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("core:outbox"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
