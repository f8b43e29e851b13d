from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from coursesite.accounts.models import User
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db
LOGIN = "/compte/login/"


def fail(client: Client, email: str, times: int, **extra) -> list[int]:
    return [client.post(LOGIN, {"login": email, "password": "wrong wrong wrong"}, **extra).status_code for _time in range(times)]


@pytest.fixture
def amina() -> User:
    return person("Amina Haddad")


def test_after_five_failures_the_door_is_shut_with_a_page_in_french(client: Client, amina: User) -> None:
    assert 429 not in fail(client, amina.email, 4)
    fail(client, amina.email, 1)
    answer = client.post(LOGIN, {"login": amina.email, "password": PASSWORD})
    assert answer.status_code == 429 and answer["Retry-After"] == "900"
    assert "Trop d’essais" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_it_is_shut_alike_for_an_address_that_has_no_account(client: Client, amina: User) -> None:
    one, two = fail(client, amina.email, 7), fail(client, "nobody@test.example", 7)
    assert one == two and one[-1] == 429


def test_writing_the_address_in_capitals_does_not_open_it(client: Client, amina: User) -> None:
    fail(client, amina.email, 5)
    assert client.post(LOGIN, {"login": amina.email.upper(), "password": PASSWORD}).status_code == 429


def test_from_elsewhere_and_for_others_it_stays_open(client: Client, amina: User) -> None:
    bilal = person("Bilal Kernan")
    fail(client, amina.email, 6)
    assert client.post(LOGIN, {"login": amina.email, "password": PASSWORD}, REMOTE_ADDR="10.1.2.3").status_code == 302
    assert Client().post(LOGIN, {"login": bilal.email, "password": PASSWORD}).status_code == 302


def test_losing_the_cache_does_not_open_it(client: Client, amina: User) -> None:
    fail(client, amina.email, 5)
    cache.clear()
    assert client.post(LOGIN, {"login": amina.email, "password": PASSWORD}).status_code == 429


def test_many_accounts_from_one_address_are_stopped_too(client: Client) -> None:
    statuses = [fail(client, f"a{number}@test.example", 1)[0] for number in range(25)]
    assert statuses[0] == 200 and statuses[-1] == 429


@pytest.mark.parametrize("address", ["/compte/login/code/", "/compte/password/reset/"])
@pytest.mark.parametrize("email", ["amina@test.example", "nobody@test.example"])
def test_messages_are_not_sent_without_end(client: Client, amina: User, address: str, email: str) -> None:
    statuses = []
    for _time in range(6):
        client = Client()
        statuses.append(client.post(address, {"email": email}).status_code)
    assert statuses[0] == 302 and statuses[-1] == 429
