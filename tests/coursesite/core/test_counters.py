"""Counters count in one step; without them signing in closes, and reading stays open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client, RequestFactory
from pytest_django import Settings

from coursesite.accounts.models import User
from coursesite.core.errors import CountersLost
from coursesite.core.public_cache import content_changed
from coursesite.core.stores import FileStore
from coursesite.core.throttle import address_of, require_counters, times
from coursesite.pages.seeds import seed
from tests.modules.course import build_course
from tests.people import PASSWORD, World


@pytest.fixture
def lost(settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """The store goes away: its folder is no folder any more."""

    def lose() -> None:
        (tmp_path / "file").write_text("")
        settings.CACHES = {
            "default": {"BACKEND": "coursesite.core.stores.FileStore", "LOCATION": str(tmp_path / "file" / "cache")}
        }

    return lose


COUNT = """
import sys
from coursesite.core.stores import FileStore
store = FileStore(sys.argv[1], {})
for _time in range(100):
    store.add("hits", 0, 600)
    store.incr("hits")
"""


def test_four_processes_that_count_at_once_miss_nothing(tmp_path: Path, settings: Settings) -> None:
    folder = str(tmp_path / "cache")
    workers = [subprocess.Popen([sys.executable, "-c", COUNT, folder], cwd=settings.BASE_DIR) for _worker in range(4)]
    assert [worker.wait(120) for worker in workers] == [0] * 4
    assert FileStore(folder, {}).get("hits") == 400


def test_counting_does_not_move_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileStore(str(tmp_path), {})
    now = time.time()
    store.add("hits", 0, 100)
    for later, expected in [(60, 1), (90, 2)]:
        monkeypatch.setattr("time.time", lambda later=later: now + later)
        assert store.incr("hits") == expected
    monkeypatch.setattr("time.time", lambda: now + 101)
    with pytest.raises(ValueError, match="hits"):
        store.incr("hits")
    assert store.add("hits", 0, 100)


def test_what_has_ended_makes_room_first(tmp_path: Path) -> None:
    store = FileStore(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 10}})
    store.set("kept", 1, 600)
    for number in range(9):
        store.set(f"ended-{number}", 1, 0.001)
    time.sleep(0.01)
    store.set("more", 1, 600)
    assert (store.get("kept"), store.get("more")) == (1, 1) and len(list(tmp_path.glob("*.djcache"))) == 2


def test_a_crowd_that_searches_drives_no_other_counter_away(settings: Settings, tmp_path: Path) -> None:
    kept = {"BACKEND": "coursesite.core.stores.FileStore", "LOCATION": str(tmp_path), "OPTIONS": {"MAX_ENTRIES": 10}}
    settings.CACHES = {"default": kept, "crowd": kept | {"KEY_PREFIX": "crowd"}}
    assert times("invitations-by", "amina", seconds=600) == 1
    for number in range(40):
        assert times("search", f"10.0.0.{number}", seconds=600, crowd=True) == 1
    assert times("invitations-by", "amina", seconds=600) == 2


CACHES = "from coursesite.settings import CACHES; print([CACHES[name]['LOCATION'] for name in ('default', 'crowd')])"


def test_with_redis_the_crowd_has_an_instance_of_its_own_or_the_check_says_so(settings: Settings) -> None:
    here, there = "redis://127.0.0.1:6379/1", "redis://127.0.0.1:6380/0"

    def located(**given: str) -> list[str]:
        environment = os.environ | {"SECRET_KEY": "x" * 50} | given
        done = subprocess.run(
            [sys.executable, "-c", CACHES], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
        )
        found: list[str] = json.loads(done.stdout.replace("'", '"'))
        return found

    assert located(CACHE_URL=here) == [here, here]
    assert located(CACHE_URL=here, CROWD_CACHE_URL=there) == [here, there]
    redis = {"BACKEND": "coursesite.core.stores.RedisStore"}
    for crowd, is_told in ((here, True), (there, False)):
        settings.CACHES = {"default": redis | {"LOCATION": here}, "crowd": redis | {"LOCATION": crowd}}
        said = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
        assert ("core.W009" in said) is is_told


def test_whoever_has_a_network_of_addresses_is_counted_once(settings: Settings, rf: RequestFactory) -> None:
    def seen(address: str) -> str:
        return address_of(rf.get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2:3:4:5:6") == seen("2001:db8:1:2::9") != seen("2001:db8:1:3::9")
    assert (seen("10.0.0.9"), seen("::ffff:10.0.0.9"), seen("nowhere")) == ("10.0.0.9", "10.0.0.9", "nowhere")


def test_each_thing_and_each_person_has_its_own_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [times("mail", "amina", seconds=60) for _time in range(3)] == [1, 2, 3]
    assert times("mail", "bilal", seconds=60) == times("code", "amina", seconds=60) == 1
    assert not [key for key in cache._cache if "amina" in key], "who is kept hashed"


@pytest.mark.parametrize("store", ["RedisStore", "FileStore"])
def test_a_lost_store_keeps_nothing_and_breaks_nothing(settings: Settings, tmp_path: Path, store: str) -> None:
    (tmp_path / "file").write_text("")
    location = {"RedisStore": "redis://127.0.0.1:1/0", "FileStore": str(tmp_path / "file" / "cache")}[store]
    settings.CACHES = {"default": {"BACKEND": f"coursesite.core.stores.{store}", "LOCATION": location}}
    cache.set("a", 1)
    cache.set_many({"a": 1})
    assert (cache.get("a", 2), cache.get_many(["a"])) == (2, {})
    cache.delete("a")
    cache.delete_many(["a"])
    for count in (lambda: cache.add("a", 0), lambda: cache.incr("a")):
        with pytest.raises(Exception):  # noqa: B017 (each store has its own)
            count()


def test_without_a_store_nothing_is_counted_and_it_says_so(lost: Callable[[], None]) -> None:
    require_counters()
    lost()
    for ask in (require_counters, lambda: times("mail", "amina", seconds=60)):
        with pytest.raises(CountersLost):
            ask()


@pytest.mark.django_db
def test_signing_in_closes(world: World, client: Client, lost: Callable[[], None]) -> None:
    lost()
    for address, data in [
        ("/compte/login/", {"login": world.amina.email, "password": PASSWORD}),
        ("/compte/login/code/", {"email": world.amina.email}),
        ("/compte/password/reset/", {"email": world.amina.email}),
        ("/compte/2fa/authenticate/", {"code": "123456"}),
    ]:
        answer = client.post(address, data)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120"), address
        assert "fermé pour un moment" in answer.content.decode(), address
    assert "_auth_user_id" not in client.session
    assert client.get("/compte/login/").status_code == 200, "the page itself can be read"


@pytest.mark.django_db
def test_reading_stays_open(
    world: World, sign_in: Callable[[User], Client], client: Client, settings: Settings, lost: Callable[[], None]
) -> None:
    seed(demo=False, out=lambda line: None)
    course = build_course()
    settings.MFA_ENFORCED = True
    amina = sign_in(world.amina)
    lost()
    assert client.get("/").status_code == 200
    assert client.get("/modules/").status_code == 200
    assert client.get("/glossaire/").status_code == 200
    for address in ("/mon-espace/", "/parcours/", course.first.url, "/compte/"):
        assert amina.get(address).status_code == 200, address
    assert sign_in(world.luc).get("/mon-espace/").status_code == 302, "a second factor is asked for all the same"
    content_changed()
    course.first.save_revision().publish()
