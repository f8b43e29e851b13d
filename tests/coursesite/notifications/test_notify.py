from __future__ import annotations

import pytest
from django.core import mail
from django.template.loader import get_template

from coursesite.accounts.models import User
from coursesite.core.models import Outbox
from coursesite.notifications.actions import notify
from coursesite.notifications.base import NoLongerDue, Notification, register, registered
from coursesite.notifications.links import absolute
from tests.people import person

pytestmark = pytest.mark.django_db
NOTICE = "accounts.security_notice"


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad")


def test_every_message_has_its_three_templates() -> None:
    assert len(registered()) >= 4
    for notification in registered().values():
        for name in notification.templates:
            get_template(name)


def test_a_promise_is_kept_once(amina: User, drain) -> None:
    for _time in range(2):
        notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="7")
    assert Outbox.objects.count() == 1 and mail.outbox == []
    drain()
    drain()
    [letter] = mail.outbox
    assert letter.to == ["amina@test.example"]
    assert letter.subject == "Un changement dans la sécurité de votre compte"
    assert "Bonjour Amina" in letter.body and "Le mot de passe de votre compte a été changé." in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    html, kind = letter.alternatives[0]
    assert kind == "text/html" and "http://testserver/compte/password/reset/" in html


def test_the_same_promise_done_twice_has_one_message_id(amina: User, drain) -> None:
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="7")
    drain()
    Outbox.objects.update(done_at=None)
    drain()
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="8")
    drain()
    ids = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@testserver>")


def test_each_reads_it_in_her_language(amina: User, drain) -> None:
    bilal = person("Bilal Kernan", language="en")
    for reader in [amina, bilal]:
        notify(NOTICE, to=reader, payload={"event": "password_changed"}, dedupe="7")
    notify("accounts.unknown_address", email="Somebody@test.example", language="en", dedupe="7")
    drain()
    by_reader = {letter.to[0]: letter for letter in mail.outbox}
    assert by_reader["amina@test.example"].subject.startswith("Un changement")
    assert by_reader["bilal@test.example"].subject == "A change in the security of your account"
    assert "http://testserver/en/compte/" in by_reader["bilal@test.example"].body
    assert by_reader["somebody@test.example"].body.startswith("Hello,")


def test_the_outbox_holds_no_address_and_no_secret(amina: User) -> None:
    notify("accounts.unknown_address", email="somebody@test.example", dedupe="7")
    notify("accounts.sign_in_code", to=amina, secret={"code": "ABCD-EFGH"}, dedupe="7")
    rows = str(list(Outbox.objects.values()))
    assert "somebody" not in rows and "ABCD" not in rows and "amina" not in rows


def test_who_left_is_not_written_to(amina: User, drain) -> None:
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="7")
    User.objects.update(is_active=False)
    drain()
    assert mail.outbox == [] and Outbox.objects.get().done_at is not None


@pytest.mark.parametrize("reason", [User.DoesNotExist, NoLongerDue])
def test_what_has_gone_is_not_told(amina: User, drain, monkeypatch: pytest.MonkeyPatch, reason: type[Exception]) -> None:
    def gone(payload: dict) -> dict:
        raise reason

    monkeypatch.setattr(registered()[NOTICE], "context", gone, raising=True)
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="7")
    drain()
    assert mail.outbox == [] and Outbox.objects.get().done_at is not None


def test_a_name_is_written_as_it_is_and_escaped_in_html(amina: User, drain) -> None:
    User.objects.update(full_name="<b>L’Aube</b> & Cie")
    amina.refresh_from_db()
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="7")
    drain()
    [letter] = mail.outbox
    assert "Bonjour <b>L’Aube</b>" in letter.body
    assert "&lt;b&gt;L’Aube&lt;/b&gt;" in letter.alternatives[0][0]


def test_mistakes_of_the_caller_are_said_at_once(amina: User) -> None:
    with pytest.raises(LookupError):
        notify("nobody.knows", to=amina, dedupe="1")
    with pytest.raises(ValueError):
        notify(NOTICE, dedupe="1")
    with pytest.raises(ValueError):
        notify(NOTICE, to=amina, email="a@test.example", dedupe="1")
    with pytest.raises(ValueError):
        notify(NOTICE, to=amina, payload={"text": "a" * 101}, dedupe="1")
    with pytest.raises(ValueError):

        @register
        class Twice(Notification):
            key = NOTICE
            template = "accounts/emails/security_notice"


def test_a_long_key_is_kept_within_its_column(amina: User) -> None:
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="x" * 300)
    notify(NOTICE, to=amina, payload={"event": "password_changed"}, dedupe="x" * 301)
    assert Outbox.objects.count() == 2
    assert all(len(row.key) <= 200 for row in Outbox.objects.all())


def test_links_are_whole_and_never_from_the_request() -> None:
    assert absolute("accounts:me") == "http://testserver/compte/"
    assert absolute("account_reset_password_from_key", ["a", "b"]) == "http://testserver/compte/password/reset/key/a-b/"
    assert absolute("accounts:me", query={"a": "é"}, anchor="x") == "http://testserver/compte/?a=%C3%A9#x"
