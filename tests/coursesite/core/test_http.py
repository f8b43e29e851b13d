from __future__ import annotations

import json

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from coursesite.core.errors import Malformed, TooLarge
from coursesite.core.http import ReadViewWrote, form_view, parse_json, reads, writes
from coursesite.core.models import Outbox

rf = RequestFactory()


def body(text: str | bytes) -> HttpRequest:
    return rf.post("/", text, content_type="application/json")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": 1, "a": 2}',
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": ' + "9" * 5000 + "}",
        '{"a": 1e999}',
        "[1, 2]",
        '"text"',
        "{",
        "",
        b'{"a": "\xff"}',
    ],
)
def test_bad_json_is_a_400_that_never_reaches_the_action(text: str | bytes) -> None:
    with pytest.raises(Malformed):
        parse_json(body(text))


def test_a_long_body_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        parse_json(body(json.dumps({"a": "x" * 300_000})))


def test_brackets_inside_a_text_are_not_depth() -> None:
    assert parse_json(body(json.dumps({"a": "[" * 100 + '"{'}))) == {"a": "[" * 100 + '"{'}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), values, max_size=5))
def test_good_json_comes_through_unchanged(value: dict) -> None:
    assert parse_json(body(json.dumps(value))) == value


def test_methods_are_kept_apart() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert reads(view)(rf.post("/")).status_code == 405
    assert writes(view)(rf.get("/")).status_code == 405
    assert writes(view)(rf.head("/")).status_code == 405
    assert form_view(view)(rf.put("/")).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("marker", [reads, form_view])
def test_a_get_that_writes_raises(marker) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Outbox.objects.create(kind="x", key="x")
        return HttpResponse()

    with pytest.raises(ReadViewWrote):
        marker(view)(rf.get("/"))
    assert connection.execute_wrappers == []
