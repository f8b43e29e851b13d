from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coursesite.accounts.models import User
from coursesite.accounts.privileges import lacks_second_factor, needs_mfa, role_changed
from coursesite.accounts.roles import EDITORS
from coursesite.cohorts.models import TrainerAssignment
from tests.people import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.mfa]
LOGIN, ACTIVATE = "/compte/login/", "/compte/2fa/totp/activate/"


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Time stands still, so that no code ages between being read and being typed."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def enrol(client: Client) -> str:
    """Walks through the page as a person does. Returns the secret."""
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret, page
    assert 'src="data:image/svg+xml;base64,' in page
    answer = client.post(ACTIVATE, {"code": digits(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def sign_in(user: User) -> Client:
    client = Client()
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def test_who_needs_one(world: World) -> None:
    needing = {user.email for user in world.everybody() if needs_mfa(user)}
    assert needing == {user.email for user in [world.luc, world.maud, world.noe, world.rose, world.ines, world.sofia, world.paul]}


@pytest.mark.parametrize("name", ["luc", "rose", "ines", "sofia"])
def test_without_one_nothing_else_opens(world: World, name: str) -> None:
    client = sign_in(getattr(world, name))
    for address in ["/compte/", "/compte/mes-donnees/", "/cms/", "/promotions/", "/en/compte/"]:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].removeprefix("/en")) == (302, ACTIVATE), address
    answer = client.get("/compte/mes-donnees/", headers={"accept": "application/json"})
    assert answer.status_code == 403 and answer.json()["code"] == "second_factor_required"
    assert client.post("/compte/logout/").status_code == 302


@pytest.mark.django_db(transaction=True)  # the library tells after the commit
def test_it_is_set_up_then_asked_at_sign_in(world: World, drain) -> None:
    client = sign_in(world.luc)
    secret = enrol(client)
    assert client.get("/compte/").status_code == 200
    assert "Codes de secours" in client.get("/compte/2fa/recovery-codes/").content.decode()
    drain()
    assert mail.outbox[0].to == [world.luc.email]

    again = sign_in(world.luc)
    assert "_auth_user_id" not in again.session
    assert again.get("/compte/").status_code == 302
    asked = again.get("/compte/2fa/authenticate/").content.decode()
    assert "Code de l’application" in asked
    assert again.post("/compte/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert again.post("/compte/2fa/authenticate/", {"code": digits(secret)}).status_code == 302
    assert again.get("/compte/").status_code == 200

    replayed = sign_in(world.luc)
    assert replayed.post("/compte/2fa/authenticate/", {"code": digits(secret)}).status_code == 200
    assert replayed.get("/compte/").status_code == 302


def test_a_recovery_code_replaces_the_phone_once(world: World) -> None:
    client = sign_in(world.luc)
    enrol(client)
    code = re.search(r"<code>(\w+)</code>", client.get("/compte/2fa/recovery-codes/").content.decode())
    assert code
    again, third = sign_in(world.luc), sign_in(world.luc)
    assert again.post("/compte/2fa/authenticate/", {"code": code[1]}).status_code == 302
    assert again.get("/compte/").status_code == 200
    assert third.post("/compte/2fa/authenticate/", {"code": code[1]}).status_code == 200


def test_signing_in_by_an_e_mailed_code_asks_for_it_too(world: World, drain) -> None:
    client = Client()
    client.post("/compte/login/code/", {"email": world.luc.email})
    drain()
    code = re.search(r"^\s{4}(\S+)$", mail.outbox[0].body, re.MULTILINE)
    assert code
    client.post("/compte/login/code/confirm/", {"code": code[1]})
    assert client.get("/compte/")["Location"] == ACTIVATE

    enrol(client)
    mail.outbox.clear()
    again = Client()
    again.post("/compte/login/code/", {"email": world.luc.email})
    drain()
    code = re.search(r"^\s{4}(\S+)$", next(one for one in mail.outbox if "code de connexion" in one.subject).body, re.MULTILINE)
    assert code
    answer = again.post("/compte/login/code/confirm/", {"code": code[1]})
    assert answer["Location"].startswith("/compte/2fa/authenticate/")
    assert "_auth_user_id" not in again.session


@pytest.mark.django_db(transaction=True)  # the library tells after the commit
def test_setting_it_up_ends_the_sessions_that_signed_in_without(world: World) -> None:
    older, client = sign_in(world.luc), sign_in(world.luc)
    enrol(client)
    assert older.get("/compte/")["Location"].startswith(LOGIN)
    assert client.get("/compte/").status_code == 200


def test_taking_it_away_asks_for_it_again_at_once(world: World) -> None:
    client = sign_in(world.luc)
    enrol(client)
    assert client.get("/compte/").status_code == 200
    assert client.post("/compte/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=world.luc).exists()
    assert client.get("/compte/")["Location"] == ACTIVATE


def test_setting_it_up_asks_for_the_password_first(world: World) -> None:
    client = sign_in(world.luc)
    assert client.get(ACTIVATE)["Location"].startswith("/compte/reauthenticate/")
    assert client.get("/compte/reauthenticate/").status_code == 200


def test_a_person_without_role_opens_her_pages_and_may_set_one_up(world: World) -> None:
    client = sign_in(world.amina)
    assert client.get("/compte/").status_code == 200
    enrol(client)
    assert "_auth_user_id" not in sign_in(world.amina).session


def test_a_new_role_asks_at_once_when_it_is_said_and_within_a_minute_otherwise(world: World) -> None:
    client = sign_in(world.amina)
    TrainerAssignment.objects.create(person=world.amina, cohort=world.other_cohort)
    role_changed(world.amina)
    assert client.get("/compte/")["Location"] == ACTIVATE
    client = sign_in(world.bilal)
    TrainerAssignment.objects.create(person=world.bilal, cohort=world.other_cohort)
    cache.clear()  # as after a minute
    assert client.get("/compte/")["Location"] == ACTIVATE


def test_becoming_editor_or_administrator_asks_at_once(world: World) -> None:
    client, other = sign_in(world.amina), sign_in(world.bilal)
    Group.objects.get(name=EDITORS).user_set.add(world.amina)
    User.objects.filter(pk=world.bilal.pk).update(is_superuser=True)
    assert client.get("/compte/")["Location"] == ACTIVATE
    assert other.get("/compte/")["Location"] == ACTIVATE


def test_asking_costs_no_query_a_page(world: World) -> None:
    sign_in(world.amina)
    with CaptureQueriesContext(connection) as warm:
        assert not lacks_second_factor(world.amina)
    assert len(warm) == 0
    cache.clear()
    with CaptureQueriesContext(connection) as cold:
        lacks_second_factor(world.amina)
    assert len(cold) <= 3
