"""Every row of docs/authorisation.md, asked by every role at every place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from coursesite.accounts.models import User
from tests.authorisation.places import PLACES, Place, build_places
from tests.authorisation.table import ROLES, ROWS, Row, expected
from tests.people import World, build_world

pytestmark = pytest.mark.django_db  # asks for the database; what a test writes is taken back with it
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "authorisation.md"


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[str, Place]]]:
    """Built once for the whole table, taken back at its end; each request is taken back by `ask`."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        yield world, build_places(world)
        transaction.set_rollback(True)


def who(role: str, world: World) -> User | None:
    return {
        "AN": None,
        "PA": world.bilal,
        "OL": world.amina,
        "TR": world.luc,
        "NA": world.rose,
        "ED": world.ines,
        "SU": world.sofia,
    }[role]


def ask(row: Row, person: User | None, place: Place) -> int:
    """The code of the answer. Whatever the request wrote is taken back."""
    cache.clear()  # throttles count by address
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(row.url, args=row.at(place))
    with transaction.atomic():
        try:
            if "json" in row.data:
                response = client.post(address, row.data["json"], content_type="application/json")
            else:
                response = getattr(client, row.method.lower())(address, row.data)
        finally:
            transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_a_row_of_the_table(row: Row, built: tuple[World, dict[str, Place]]) -> None:
    world, places = built
    wrong = []
    for role in ROLES:
        for place in PLACES:
            if place == "deleted" and not row.at(places[place]):
                continue  # no object in the address
            code = ask(row, who(role, world), places[place])
            right = expected(row, role, place)
            if code not in right:
                wrong.append(f"{role} at {place}: {code} instead of {sorted(right)}")
    assert wrong == []


def test_the_document_says_the_same() -> None:
    lines = re.findall(r"^\| (\d+\w?) \| ([^|]+) \|((?: [^|]+ \|){7})$", DOCUMENT.read_text(), re.M)
    said = {number: (title.strip(), [cell.strip() for cell in cells.split("|")[:-1]]) for number, title, cells in lines}
    assert said == {row.number: (row.title, [row.scopes[role] for role in ROLES]) for row in ROWS}


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=lambda row: row.number)
def test_a_link_changes_nothing(row: Row, built: tuple[World, dict[str, Place]]) -> None:
    """Unsafe rows answer a GET with a form or 405, never by acting; and a POST without its token is refused."""
    world, places = built
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.sofia, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(row.url, args=row.at(places["own"]))
    assert strict.post(address).status_code == 403
    assert strict.get(address).status_code in {200, 302, 303, 403, 404, 405, 409}


def test_settings_exempt_nothing_from_the_token() -> None:
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
