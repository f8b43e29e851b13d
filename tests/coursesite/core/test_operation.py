"""What operators rely on: health, refusals at start, headers, limits of a request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.test import Client

from coursesite.core.models import Outbox

ROOT = Path(__file__).resolve().parents[3]


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV"}}
    command = [sys.executable, "-c", "import django; django.setup(); print('started')"]
    environment = {"DJANGO_SETTINGS_MODULE": "coursesite.settings", "DATA_DIR": str(tmp_path), **environment}
    return subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "demo-only-not-secret-" + "0" * 40}, "the one of the demo"),
        ({"DEMO": "1", "SITE_URL": "https://cours.example.org"}, "refused on any address but"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1,cours.example.org"}, "refused on any address but"),
        ({"SECRET_KEY": "x" * 50, "SITE_URL": "cours.example.org"}, "SITE_URL must be a whole address"),
        ({"SECRET_KEY": "x" * 50, "DEBUG": "perhaps"}, "DEBUG"),
        ({"SECRET_KEY": "x" * 50, "FAULTS": "after_commit:kill"}, "tests only"),
    ],
)
def test_a_setting_that_cannot_be_understood_stops_the_start(tmp_path: Path, environment: dict, sentence: str) -> None:
    result = start(tmp_path, **environment)
    assert result.returncode != 0
    assert sentence in result.stderr


def test_a_demo_starts_on_loopback(tmp_path: Path) -> None:
    result = start(tmp_path, DEMO="1", SITE_URL="http://127.0.0.1:8123")
    assert (result.returncode, result.stdout.strip()) == (0, "started"), result.stderr


def test_a_demo_is_not_served_to_others(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "serve", "--host", "0.0.0.0", "--port", "1"]
    environment = os.environ | {
        "DEMO": "1",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
        "SITE_URL": "http://127.0.0.1",
    }
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert result.returncode != 0
    assert "127.0.0.1 only" in result.stderr


def test_healthz_answers_without_the_database(client: Client) -> None:  # no django_db mark: a query would fail the test
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200, response.content
    answer = json.loads(response.content)
    assert answer["ready"] and answer["failing"] == []
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_readyz_is_for_the_machine_or_the_key(client: Client, settings) -> None:
    settings.MONITORING_KEY = "k" * 30
    assert client.get("/readyz", REMOTE_ADDR="203.0.113.5").status_code == 404
    assert client.get("/readyz", REMOTE_ADDR="203.0.113.5", headers={"X-Monitoring-Key": "k" * 30}).status_code == 200
    assert client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 404, "a proxy on this machine"


@pytest.mark.django_db
def test_readyz_names_a_stuck_row(client: Client) -> None:
    from datetime import timedelta

    Outbox.objects.create(kind="unknown", key="late", not_before=Now() - timedelta(minutes=20))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content)["failing"] == ["leased_rows"]


@pytest.fixture(autouse=True)
def static_folder() -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.mark.django_db
def test_a_body_too_large_is_a_413_in_words(client: Client) -> None:
    response = client.post("/compte/login/", b"x" * (3 * 1024 * 1024), content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "trop long" in response.content.decode()


@pytest.mark.django_db
def test_too_many_fields_is_a_400_in_words(client: Client) -> None:
    response = client.post("/compte/login/", {f"f{number}": "x" for number in range(1500)})
    assert response.status_code == 400
    assert "<html" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/mon-espace/", "/en/mon-espace/", "/compte/login/"])
def test_headers_of_private_pages(client: Client, path: str) -> None:
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_nobody_signed_in_is_sent_to_sign_in_or_told_so(client: Client) -> None:
    page = client.get("/mon-espace/")
    assert page.status_code == 302 and page["Location"].startswith("/compte/login/")
    told = client.get("/mon-espace/", headers={"Accept": "application/json"})
    assert told.status_code == 401 and told["Content-Type"] == "application/problem+json"


def test_time_limit_lease_visibility_are_in_order() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert settings.CELERY_TASK_TIME_LIMIT < settings.LEASE < options.get("visibility_timeout", 600)


@pytest.mark.django_db
def test_the_editing_space_has_a_policy_and_shows_its_previews(world, sign_in) -> None:
    """Framed by itself alone; and a preview, although it is a page of the site, may be shown in the frame of the editor."""
    from wagtail.models import Page

    client = sign_in(world.sofia)
    for address in ("/cms/", f"/cms/pages/{Page.objects.get(depth=2).pk}/view_draft/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy and "default-src 'self'" in policy and "object-src 'none'" in policy, address
    assert "frame-ancestors 'none'" in client.get("/compte/").headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_editing_space_says_so_to_whoever_may_not_open_it(world, sign_in) -> None:
    amina = sign_in(world.amina)
    for address in ("/cms/", "/cms/pages/", "/cms/login/", "/cms/login/?next=/cms/"):
        answer = amina.get(address, headers={"Accept-Language": "en"})
        assert answer.status_code == 403, address
        assert "Cette page ne vous est pas ouverte" in answer.content.decode(), address
    assert sign_in(world.sofia).get("/cms/").status_code == 200


@pytest.mark.django_db
def test_a_page_closed_to_a_group_says_so_and_sends_nobody_round(world, sign_in) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    from coursesite.pages.models import StandardPage
    from coursesite.pages.seeds import seed

    seed(demo=False, out=lambda line: None)
    closed = PageViewRestriction.objects.create(page=StandardPage.objects.get(slug="accessibilite"), restriction_type="groups")
    closed.groups.add(Group.objects.create(name="Comité"))
    answer = sign_in(world.amina).get("/accessibilite/", follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)
    assert sign_in(world.sofia).get("/accessibilite/").status_code == 200
