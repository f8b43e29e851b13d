"""A public page is rendered once, served to everybody, and rendered anew when content changes."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from coursesite.core.public_cache import content_changed, content_version
from coursesite.pages.models import StandardPage
from coursesite.pages.seeds import seed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    seed(demo=False, out=lambda line: None)


def test_a_kept_page_asks_the_database_nothing() -> None:
    client = Client()
    first = client.get("/accessibilite/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/accessibilite/")
    assert len(queries) == 0
    assert second.content == first.content and second.headers["Content-Language"] == "fr"
    assert "default-src" in second.headers["Content-Security-Policy"]


def test_publishing_renders_anew() -> None:
    client = Client()
    page = StandardPage.objects.get(slug="accessibilite")
    client.get("/accessibilite/")
    page.intro = "Une phrase toute neuve."
    page.save_revision().publish()
    assert "Une phrase toute neuve." in client.get("/accessibilite/").content.decode()


def test_withdrawing_a_page_takes_it_away_at_once() -> None:
    client = Client()
    assert client.get("/accessibilite/").status_code == 200
    StandardPage.objects.get(slug="accessibilite").unpublish()
    assert client.get("/accessibilite/").status_code == 404


def test_a_change_counts_again_once_committed(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    """Another process may have kept the old content between the change and its commit."""
    with django_capture_on_commit_callbacks(execute=True):
        content_changed()
        before = content_version()
    assert content_version() > before


def test_a_draft_is_not_shown_and_its_preview_is_not_kept() -> None:
    client = Client()
    page = StandardPage.objects.get(slug="accessibilite")
    client.get("/accessibilite/")
    page.intro = "Brouillon secret."
    preview = page.make_preview_request()
    assert "Brouillon secret." in preview.content.decode()
    assert "public" not in preview.headers["Cache-Control"]
    assert "Brouillon secret." not in client.get("/accessibilite/").content.decode()


def test_compressed_for_those_who_accept_it() -> None:
    client = Client()
    plain = client.get("/")
    small = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(small.content) == plain.content
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_not_modified_when_the_reader_has_it_already() -> None:
    client = Client()
    tag = client.get("/").headers["ETag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b"" and again.headers["ETag"] == tag


def test_the_two_languages_are_kept_apart() -> None:
    client = Client()
    assert '<html lang="fr">' in client.get("/").content.decode()
    assert '<html lang="en">' in client.get("/en/").content.decode()
    assert '<html lang="fr">' in client.get("/").content.decode()


def test_a_page_closed_to_some_people_is_never_kept() -> None:
    page = StandardPage.objects.get(slug="accessibilite")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = Client().get("/accessibilite/")
    assert answer.status_code == 302
    assert "public" not in answer.headers["Cache-Control"]


def test_closing_a_page_takes_its_kept_copy_away_at_once() -> None:
    assert Client().get("/accessibilite/").status_code == 200
    page = StandardPage.objects.get(slug="accessibilite")
    closed = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get("/accessibilite/").status_code == 302
    closed.delete()
    assert Client().get("/accessibilite/").status_code == 200


def test_an_address_with_a_question_is_not_kept() -> None:
    client = Client()
    client.get("/?q=un")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/?q=un").status_code == 200
    assert len(queries) > 0
