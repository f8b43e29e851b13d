"""Against a real conversation (`tests/smtp.py`)."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from coursesite.accounts.models import User
from coursesite.core.models import Outbox
from coursesite.core.outbox import drain
from coursesite.notifications.actions import notify
from tests.people import person
from tests.smtp import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        yield running


@pytest.fixture
def promise() -> User:
    amina = person("Amina Haddad")
    notify("accounts.security_notice", to=amina, payload={"event": "password_changed"}, dedupe="7")
    return amina


def test_a_mail_arrives_with_its_headers(server: Server, promise: User) -> None:
    assert drain().done == 1
    [body] = server.received
    assert b"Auto-Submitted: auto-generated" in body and b"Message-ID: <" in body


@pytest.mark.parametrize(
    "answers",
    [
        {"RCPT": "451 greylisted"},
        {"RCPT": "450 busy"},
        {"MAIL": "421 later"},
        {"BODY": "452 no room"},
        {"EHLO": "421 later", "HELO": "421 later"},
        {"MAIL": "drop"},
    ],
)
def test_not_now_is_an_outage_and_costs_no_attempt(server: Server, promise: User, answers: dict[str, str]) -> None:
    server.answers = answers
    assert drain().outages == 1
    row = Outbox.objects.get()
    assert (row.refusals, row.done_at) == (0, None)
    assert row.last_error.startswith("Outage") and "amina" not in row.last_error
    server.answers = {}
    Outbox.objects.update(not_before=row.created_at)
    assert drain().done == 1 and len(server.received) == 1


@pytest.mark.parametrize("answers", [{"RCPT": "550 unknown"}, {"MAIL": "553 no"}, {"BODY": "554 spam"}])
def test_no_is_a_refusal(server: Server, promise: User, answers: dict[str, str]) -> None:
    server.answers = answers
    assert drain().refused == 1
    assert Outbox.objects.get().refusals == 1


def test_a_server_that_hangs_is_an_outage(server: Server, promise: User) -> None:
    server.hang = True
    assert drain().outages == 1


def test_no_server_at_all_is_an_outage(server: Server, promise: User, settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    assert drain().outages == 1


def test_accepted_then_dropped_comes_again_under_the_same_id(server: Server, promise: User) -> None:
    server.answers = {"BODY": "drop"}
    assert drain().outages == 1
    server.answers = {}
    Outbox.objects.update(not_before=Outbox.objects.get().created_at)
    assert drain().done == 1
    ids = [line for body in server.received for line in body.split(b"\r\n") if line.startswith(b"Message-ID")]
    assert len(ids) == 2 and ids[0] == ids[1]
