"""Public pages: for everybody, without a cookie, the same for all. Other page types are private."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page

from coursesite.pages.models import HomePage, SiteSettings, StandardPage
from coursesite.pages.seeds import seed
from tests.people import World

pytestmark = pytest.mark.django_db
URLS = ["/", "/accessibilite/", "/donnees-personnelles/", "/mentions-legales/", "/en/", "/en/mentions-legales/"]


@pytest.fixture(autouse=True)
def site() -> None:
    seed(demo=False, out=lambda line: None)


def assert_public(answer: Any) -> None:
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.mfa
@pytest.mark.parametrize("url", URLS)
def test_public_page_is_public_and_sets_no_cookie(url: str) -> None:
    client = Client()
    assert_public(client.get(url))
    assert_public(client.get(url))  # as kept


@pytest.mark.parametrize("url", URLS)
def test_head_answers_as_get(url: str) -> None:
    answer = Client().head(url)
    assert answer.status_code == 200 and answer.content == b""
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_same_page_for_somebody_signed_in(world: World, sign_in: Callable[..., Client]) -> None:
    nobody = Client().get("/").content
    assert sign_in(world.amina).get("/").content == nobody
    assert b"Amina" not in nobody


def test_one_plain_link_to_sign_in_or_to_ones_space() -> None:
    assert 'href="/mon-espace/"' in Client().get("/").content.decode()


def test_the_interface_follows_the_address_and_content_keeps_its_language() -> None:
    text = Client().get("/en/accessibilite/").content.decode()
    assert '<html lang="en">' in text and "Skip to the content" in text
    assert '<div class="prose" lang="fr">' in text and "Ce qui a été fait" in text


def test_a_page_type_that_does_not_say_public_asks_to_sign_in(world: World, sign_in: Callable[..., Client]) -> None:
    """Wagtail's bare page says nothing: it is private."""
    page = Page(title="Note interne", slug="note-interne", content_type=ContentType.objects.get_for_model(Page))
    HomePage.objects.get().add_child(instance=page)
    answer = Client().get("/note-interne/")
    assert answer.status_code == 302 and answer.headers["Location"] == "/compte/login/?next=/note-interne/"
    assert "public" not in answer.headers["Cache-Control"]


def test_an_unpublished_page_is_absent() -> None:
    StandardPage.objects.get(slug="accessibilite").unpublish()
    assert Client().get("/accessibilite/").status_code == 404


def test_the_legal_notice_says_what_is_missing_then_what_the_settings_say() -> None:
    client = Client()
    before = client.get("/mentions-legales/").content.decode()
    assert "à compléter" in before
    settings = SiteSettings.load()
    settings.operator, settings.publisher = "Association Démo", "Sofia Pradel"
    settings.save()
    after = client.get("/mentions-legales/").content.decode()
    assert "Association Démo" in after and "Sofia Pradel" in after
    settings.legal_form, settings.address, settings.contact_email, settings.contact_phone = "Association", "1 rue", "a@b.fr", "01"
    settings.hosting_name, settings.hosting_address = "Hébergeur", "2 rue"
    settings.save()
    assert "note attention" not in client.get("/mentions-legales/").content.decode()


def test_writing_to_a_public_page_is_refused() -> None:
    assert Client().post("/", {"a": "b"}).status_code == 405
