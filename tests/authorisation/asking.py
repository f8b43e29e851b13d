"""One request of one person, taken back at once: the world stays as it was built."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coursesite.accounts.models import User
from tests.authorisation.places import Place
from tests.authorisation.table import Row
from tests.people import World

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _session(person: User) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Asking:
    """Everybody signed in once; a request starts from that session, whatever the one before it did."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sessions = {person.pk: _session(person) for person in User.objects.all()}

    def who(self, role: str) -> User | None:
        people = {"PA": "bilal", "OL": "amina", "TR": "luc", "NA": "rose", "ED": "ines", "SU": "sofia"}
        return getattr(self.world, people[role]) if role in people else None

    def client(self, person: User | None, **options: Any) -> Client:
        client = Client(**options)
        if person is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person.pk]
        return client

    def __call__(
        self, row: Row, person: User | None, place: Place, *, more: dict[str, Any] | None = None, then: Any = None
    ) -> HttpResponse:
        """The answer to a row at a place. `more` goes with the form; `then` looks at the database before everything is taken back."""
        body = row.body(place) | (more or {})
        kind = {"content_type": "application/json"} if row.json else {}
        client = self.client(person)
        with transaction.atomic():
            try:
                if row.before:
                    row.before(place)
                send = getattr(client, row.method.lower())
                response = send(reverse(row.url, args=row.args(place)), body, **kind)
                if then:
                    then(response)
            finally:
                transaction.set_rollback(True)
        return response

    def get(self, address: str, person: User | None, **headers: Any) -> HttpResponse:
        client = self.client(person)
        with transaction.atomic():
            try:
                return client.get(address, headers=headers)
            finally:
                transaction.set_rollback(True)


def forget_counts() -> None:
    """Throttles count by address and by person, and every role asks from the same address."""
    for store in caches.all():
        store.clear()


def shown(response: HttpResponse) -> str:
    """The page without what differs between two identical answers: token and address."""
    text = response.content.decode(errors="replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return text.replace(str(response.request["PATH_INFO"]), "")  # type: ignore[attr-defined]
