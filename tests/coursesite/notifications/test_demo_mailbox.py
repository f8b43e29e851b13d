from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client, RequestFactory
from django.urls import clear_url_caches, include, path

from coursesite.notifications import demo_views
from coursesite.urls import urlpatterns as site_urls

urlpatterns = [path("demo/", include("coursesite.notifications.demo_urls")), *site_urls]


@pytest.fixture
def demo(settings, tmp_path: Path) -> Iterator[Path]:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    yield tmp_path
    clear_url_caches()


def letter(subject: str, to: str = "amina@demo.example") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, "Bonjour Amina,\nhttp://testserver/compte/ à lire <b>", to=[to])
    message.attach_alternative("<p>Bonjour <script>alert(1)</script></p>", "text/html")
    return message


@pytest.mark.django_db
def test_there_is_no_mailbox_without_demo(client: Client, settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert client.get("/demo/courrier/").status_code != 200
    for view, kwargs in [(demo_views.mailbox, {}), (demo_views.one_letter, {"key": "x.0"}), (demo_views.as_sent, {"key": "x.0"})]:
        with pytest.raises(Exception) as refused:
            view(RequestFactory().get("/demo/courrier/"), **kwargs)
        assert type(refused.value).__name__ == "Http404"


def test_an_empty_mailbox_says_so(client: Client, demo: Path) -> None:
    assert "Aucun message" in client.get("/demo/courrier/").content.decode()


def test_it_lists_the_newest_first_and_shows_one(client: Client, demo: Path) -> None:
    get_connection().send_messages([letter("Première"), letter("Deuxième", "bilal@demo.example")])
    get_connection().send_messages([letter("Troisième à l’été")])
    page = client.get("/demo/courrier/").content.decode()
    assert page.index("Troisième à l’été") < page.index("Deuxième") < page.index("Première")
    address = page.split("Deuxième")[0].rsplit('href="', 1)[1].split('"')[0]
    shown = client.get(address).content.decode()
    assert "bilal@demo.example" in shown
    assert '<a href="http://testserver/compte/"' in shown and "&lt;b&gt;" in shown
    html = client.get(f"{address}html/")
    assert html["Content-Security-Policy"].startswith("sandbox") and "default-src 'none'" in html["Content-Security-Policy"]
    assert not client.cookies


@pytest.mark.parametrize("key", ["nothing", "20260101-000000-1.0", "..%2F..%2Fjalons.0", "20260101-000000-1.x"])
def test_only_letters_are_read(client: Client, demo: Path, key: str) -> None:
    assert client.get(f"/demo/courrier/{key}/").status_code == 404
