"""Against a real conversation: a small SMTP server that answers what it is told to."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest

from coursesite.accounts.models import User
from coursesite.core.models import Outbox
from coursesite.core.outbox import drain
from coursesite.notifications.actions import notify
from tests.people import person

pytestmark = pytest.mark.django_db


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    answers: dict[str, str] = {}
    hang = False
    received: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        if self.server.hang:
            threading.Event().wait(3)
            return
        self.say("220 here")
        for line in self.rfile:
            verb = line.split(b" ")[0].strip().decode().upper().split(":")[0]
            told = self.server.answers.get(verb)
            if told == "drop":
                return
            if verb == "DATA" and not told:
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                told = self.server.answers.get("BODY")
                if told == "drop":
                    self.server.received.append(body)
                    return
                if not told:
                    self.server.received.append(body)
            self.say(told or "250 well")
            if verb == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Conversation) as running:
        running.answers, running.received = {}, []
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        yield running
        running.shutdown()


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
