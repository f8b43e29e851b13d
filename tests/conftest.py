from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as conf
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.plugin import blocking_manager_key

from coursesite.accounts.models import User
from coursesite.core.outbox import drain as drain_outbox
from step_guides.worksheets import publishing
from tests.database import use_a_copy
from tests.people import World, build_world

SKIPPED: list[str] = []
# On two busy cores drawing a value may take seconds: that says nothing about the code.
hypothesis.settings.register_profile("jalons", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None)
hypothesis.settings.load_profile("jalons")


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    for store in caches.all(initialized_only=True):
        store.clear()
    yield
    for store in caches.all(initialized_only=True):
        store.clear()


@pytest.fixture(autouse=True, scope="session")
def data_folder() -> None:
    Path(conf.DATA_DIR).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def no_published_words() -> None:
    """The database of the tests holds no word of an editor: no first request has to ask."""
    publishing.take(None, {})


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    worker_id: str,
) -> Iterator[None]:
    """In place of pytest-django's own, which would migrate in every process."""
    real = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        use_a_copy(worker_id, keep=django_db_keepdb and not django_db_createdb)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(real, verbosity=0)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture(scope="module")
def kept_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Rows that the tests of a module share, made once: `kept_rows(make)` in a fixture of scope "module".

    What each test changes is taken back as ever, and these rows after the last of them. Not beside tests that commit.
    """
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()

    def keep(make: Callable[[], object]) -> None:
        with django_db_blocker.unblock(), translation.override("fr"):
            make()

    yield keep
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser signed in as somebody, past any second factor: the enforcement of MFA has tests of its own."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of


@pytest.fixture(autouse=True)
def second_factor(request: pytest.FixtureRequest, settings: Settings) -> None:
    """As in the demo, nobody has to set up a second factor, unless the test is marked `mfa`."""
    settings.MFA_ENFORCED = "mfa" in request.keywords


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Each test starts in the site's language, whatever the one before it asked for."""
    with translation.override("fr"):
        yield


@pytest.fixture
def drain() -> Callable[[], None]:
    """Does every promised effect that is due, as the worker would."""

    def run() -> None:
        while drain_outbox().done:
            pass

    return run


CLIENTS = {"client", "sign_in", "built"}


def pytest_itemcollected(item: pytest.Item) -> None:
    if CLIENTS & set(getattr(item, "fixturenames", ())):
        item.add_marker("pages")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys come first: they are long, and side by side they share one site and one browser, while other processes do the rest and
    then take over half of what is left (`--dist worksteal`).

    Tests that commit come last, side by side: the database is made anew after them.
    On PostgreSQL, those that touch no database say nothing that they have not said on SQLite: they are left out.
    """
    if config.getoption("--database") == "postgres":
        config.hook.pytest_deselected(items=[item for item in items if not needs_database(item)])
        items[:] = [item for item in items if needs_database(item)]
    items.sort(key=lambda item: (commits(item), item.get_closest_marker("browser") is None))


EMPTIED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Emptying the database after tests that commit takes what migrations put there, the root page first of all: before the next
    test that does not commit, another copy."""
    stash = item.session.stash
    if commits(item):
        stash[EMPTIED] = True
    elif stash.get(EMPTIED, False) and needs_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            use_a_copy(os.environ.get("PYTEST_XDIST_WORKER", "master"), keep=True)
        stash[EMPTIED] = False


def needs_database(item: pytest.Item) -> bool:
    """Whether it may reach a database: pytest-django refuses one to a test without the mark or a fixture that has it, unless the test
    starts a process of its own (slow tests and journeys)."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "slow", "browser"))
    return marked or bool(fixtures & {"db", "transactional_db"})


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} SKIPPED: what could not be had here was not tested.", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """CI treats any skip as a failure (`--no-skips`)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("--no-skips") and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")
