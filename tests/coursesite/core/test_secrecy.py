"""What the site writes is for itself alone, and what opens something is in no log."""

from __future__ import annotations

import io
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings as conf
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coursesite.cohorts import join_views
from coursesite.core.logs import JsonLines, WithoutTokens, hidden, keep_secret
from coursesite.organisations.actions import invite
from tests.people import World

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes, everything included."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    handler.addFilter(WithoutTokens())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)
    keep_secret({})


def test_the_handler_of_the_site_has_the_filter() -> None:
    assert conf.LOGGING["handlers"]["stderr"]["filters"] == ["no_tokens"]
    assert conf.LOGGING["root"]["handlers"] == ["stderr"]


@pytest.mark.django_db
def test_a_canary_sent_through_every_door_is_in_no_line(
    world: World, client: Client, log: io.StringIO, drain: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, _sent = invite(world.passerelle, email="yann@port.example", by=world.amina)
    canaries = [invitation.token(), "canary-certificate-0123456789", default_token_generator.make_token(world.bilal)]
    token, code, key = canaries
    client.get(reverse("cohorts:join", args=[token]))
    client.post(reverse("cohorts:join", args=[token]), {"full_name": "Yann", "function": "", "password": "court"})
    client.get(reverse("cohorts:join", args=[token + "x"]))
    client.get(f"/promotions/invitations/{token}/")
    client.get(f"/en/v/{code}")
    client.post(f"/v/{code}")
    reset = f"/compte/password/reset/key/{user_pk_to_url_str(world.bilal)}-{key}/"
    client.post(reset.replace("/reset/key/", "/reset/nowhere/key/"))
    client.get(reset)
    client.delete(reset)
    client.get("/compte/login/", {"next": reverse("cohorts:join", args=[token]), "token": token})
    client.get("/mon-espace/absent/", {"key": token})
    drain()

    def broken(given: str) -> None:
        raise LookupError(f"no invitation {given}")

    monkeypatch.setattr(join_views, "invitation_of", broken)
    client.raise_request_exception = False
    assert client.get(reverse("cohorts:join", args=[token])).status_code == 500
    logging.getLogger("tests").warning("sent %s", reset, extra={"where": f"/v/{code}?x"})
    text = log.getvalue()
    assert "LookupError" in text and "Not Found" in text and "Method Not Allowed" in text, "the log says what happened"
    for canary in canaries:
        assert canary not in text, next(line for line in text.splitlines() if canary in line)


def test_ordinary_words_are_left_alone() -> None:
    for text in (
        "/promotions/invitation/",
        "Not Found: /modules/module-3/partir/",
        "code 404",
        "GET /v/",
        "/invitations/ sent",
        "key: lrs",
    ):
        assert hidden(text) == text
    keep_secret({"code": "tri", "public_id": "5a1f7a52-1111-4222-8333-944455556666"})
    assert (
        hidden("the exercise tri 5a1f7a52-1111-4222-8333-944455556666") == "the exercise tri 5a1f7a52-1111-4222-8333-944455556666"
    )


def test_what_is_quoted_inside_another_address() -> None:
    assert (
        hidden("/compte/login/?next=%2Fpromotions%2Finvitation%2Fabcdefgh%2F")
        == "/compte/login/?next=%2Fpromotions%2Finvitation%2F…%2F"
    )
    assert hidden("/v/ABCD-EFGH?lang=fr") == "/v/…?lang=fr"


def test_the_log_of_the_server_hides_them_too() -> None:
    from gunicorn.config import Config

    from coursesite.core.server_log import ServerLog

    server = ServerLog(Config())
    written = io.StringIO()
    for handler in server.error_log.handlers:
        handler.setStream(written)
    server.error("Error handling request %s", "/promotions/invitation/canary-token-0123/")
    assert "Error handling request /promotions/invitation/…/" in written.getvalue()


def test_new_files_are_for_the_account_of_the_site_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; from django.core.files.base import ContentFile\n"
        "from django.core.files.storage import default_storage; from django.core.cache import cache; from django.core.mail import send_mail\n"
        "call_command('migrate', 'contenttypes', verbosity=0); default_storage.save('images/a.png', ContentFile(b'x')); cache.set('a', 1)\n"
        "send_mail('s', 'b', None, ['a@b.example'])\n"
    )
    clean = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV"}}
    environment = {
        **clean,
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
        "DATA_DIR": str(folder),
        "DEMO": "1",
        "SITE_URL": "http://127.0.0.1:8123",
    }
    before = os.umask(0o022)
    try:
        made = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )
    finally:
        os.umask(before)
    assert made.returncode == 0, made.stderr
    found = [folder, *folder.rglob("*")]
    assert {"jalons.sqlite3", "mail", "media", "cache", "broker"} <= {one.name for one in found}
    assert [str(one) for one in found if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


def test_a_folder_that_others_may_read_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    for rights, told in [(0o700, False), (0o750, True), (0o755, True), (0o701, True)]:
        tmp_path.chmod(rights)
        assert ("core.W007" in {message.id for message in run_checks()}) is told
    tmp_path.chmod(0o700)


def test_a_cache_that_others_may_write_is_told(settings: Settings, tmp_path: Path) -> None:
    """What is read back from it is unpickled."""
    settings.DATA_DIR, kept = tmp_path / "data", tmp_path / "cache"
    settings.DATA_DIR.mkdir(mode=0o700)
    settings.CACHES = {"default": {"BACKEND": "coursesite.core.stores.FileStore", "LOCATION": str(kept)}}
    for rights, told in [(None, []), (0o700, []), (0o733, ["CACHE_URL"]), (0o777, ["CACHE_URL"])]:
        if rights is not None:
            kept.mkdir(exist_ok=True)
            kept.chmod(rights)
        assert [one.msg.split()[0] for one in run_checks() if one.id == "core.W007"] == told
