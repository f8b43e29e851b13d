"""Every address of the table, asked by somebody who may, with what nobody should send: an answer that explains, never a breakdown.

Names that look like code are shown to everybody, everywhere, as the text they are.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable, Iterator

import pytest
from django.core import mail
from django.db import models
from django.http import HttpResponse
from django.urls import reverse

from coursesite.accounts.models import User
from coursesite.cohorts.models import Cohort, Programme
from coursesite.organisations.models import Network, Organisation
from coursesite.tracking.models import Statement
from step_guides.worksheets.models import Node
from tests.authorisation.asking import forget_counts
from tests.authorisation.conftest import Built
from tests.authorisation.table import Row, rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS = rows()
HOSTILE = {
    "nothing": "",
    "nul": "a\x00b",
    "turned round": "a\u202eb",
    "long": "é" * 20_001,
    "huge": "9" * 40,
    "below zero": "-1",
    "foreign digits": "٣²",
    "not a number": "NaN",
    "nobody": "00000000-0000-0000-0000-000000000000",
    "far away": "9999-12-31",
    "elsewhere": "//evil.example",
    "markup": "<img src=http://evil.example/x>{{7*7}}{% now %}",
    "joined": "👩‍👩‍👧e\u0301",
    "two lines": "a\r\nBcc: x@evil.example",
    "format": "%s%(x)s{0}",
}
QUERY = (
    "page",
    "q",
    "next",
    "ligne",
    "lier",
    "vue",
    "efface",
    "promotion",
    "qui",
    "ancre",
    "programme",
    "verbe",
    "personne",
    "etat",
    "avant",
)
ROUNDS = 4  # in each, every field holds another of these values


def rounds(names: Iterable[str]) -> Iterator[dict[str, str]]:
    values = list(HOSTILE.values())
    for start in range(ROUNDS):
        yield {name: values[(start * len(values) // ROUNDS + place) % len(values)] for place, name in enumerate(names)}


def granted(row: Row) -> str:
    return next(role for role in ("PA", "OL", "TR", "NA", "SU", "ED", "AN") if row.scopes.get(role, "–") != "–")


def name_of(row: Row) -> str:
    return f"{row.number} {row.url}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=name_of)
def test_no_address_breaks_on_what_is_written_after_it(row: Row, built: Built) -> None:
    person, address = built.ask.who(granted(row)), reverse(row.url, args=row.args(built.places["own"]))
    queries = [urllib.parse.urlencode({name: value[:200] for name, value in asked.items()}) for asked in rounds(QUERY)]
    for query in [*queries, "%ff%fe=%00&page=%e9&&==;"]:
        forget_counts()
        response = built.ask.get(f"{address}?{query}", person, **{"Accept-Language": "de;q=x,*;q=99", "If-None-Match": "W/x"})
        assert response.status_code < 500, query
        assert not leaves(response), query


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=name_of)
def test_nothing_typed_breaks_a_form(row: Row, built: Built) -> None:
    """Accepted, or refused by a page or a problem document that says why."""
    place = built.places["own"]
    person, names = built.ask.who(granted(row)), row.body(place)
    for asked in rounds(names) if names else ({"text": HOSTILE["markup"]},):
        forget_counts()
        response = built.ask(row, person, place, more=asked)
        assert response.status_code < 500, asked
        assert not leaves(response), asked
        if response.status_code >= 400:
            assert b"<h1" in response.content or response["Content-Type"] == "application/problem+json", asked


def leaves(response: HttpResponse) -> bool:
    """Whether the browser is sent to somewhere that is not an address of the site."""
    return not response.headers.get("Location", "/").startswith("/") or response.headers.get("Location", "").startswith("//")


NAME = "<img src=http://evil.example/x>{{7*7}}\"'=1+1 {% now %}"
SHOWN = re.compile(r"<img src=http|(?<!\d)49&quot;|(?<!\d)49\"")


def called_so(model: type[models.Model], **fields: str) -> None:
    for number, row in enumerate(model._default_manager.all()):
        model._default_manager.filter(pk=row.pk).update(name=f"{NAME}{number}", **fields)


def test_names_that_look_like_code_stay_text_on_every_page(built: Built, drain) -> None:
    User.objects.update(full_name=NAME, function=NAME)
    Node.objects.update(label=NAME)
    for model, fields in {Organisation: {"city": NAME}, Cohort: {}, Programme: {"objectives": NAME}, Network: {}}.items():
        called_so(model, **fields)
    read = 0
    for row in ROWS:
        if row.method != "GET":
            continue
        forget_counts()
        response = built.ask(row, built.ask.who(granted(row)), built.places["own"])
        if response.headers.get("Content-Type", "").startswith("text/html"):
            read += 1
            assert not SHOWN.search(response.content.decode()), row.url
    assert read >= 20
    drain()
    letters = [(message.subject, *(content for content, _kind in message.alternatives)) for message in mail.outbox]
    assert any(NAME in subject for subject, *_ in letters)
    assert not [html for _subject, *pages in letters for html in pages if SHOWN.search(html)]
    assert not [one.pk for one in Statement.objects.all() if "evil.example" in str(one.body)]
