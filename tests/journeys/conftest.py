from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.journeys.screens import Screens
from tests.journeys.site import Site, prepare_database, prepare_files
from tests.people import PASSWORD

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((path for path in ["/usr/bin/chromium", "/usr/bin/chromium-browser"] if Path(path).exists()), None)
    if executable is None:
        pytest.skip("Chromium is not installed")
    # Playwright keeps a loop of its own in this thread, which Django takes for asynchronous code: tests that follow here use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files() -> None:
    prepare_files()


@pytest.fixture(scope="session", autouse=True)
def prepared(files: None, django_db_setup: None) -> None:
    """In this order: while this process packs the files of sites, another one migrates the database."""
    prepare_database()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


class Visitor:
    """Somebody in front of a browser of their own."""

    def __init__(self, context: BrowserContext, site: Site, *, audits: bool = True) -> None:
        self.site, self.audits = site, audits
        self.context = context
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.screens = Screens(self.page, site.url.removeprefix("http://"))

    def go(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.site.url + path)
        return self.page

    def sign_in(self, name: str) -> Page:
        page = self.go("/compte/login/")
        page.locator("#id_login").fill(f"{name}@demo.example" if "@" not in name else name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        page.wait_for_url("**/mon-espace/**")
        return page

    def audit(self, name: str, **how: Any) -> None:
        """Without JavaScript, screens are those that the other journeys audit: only what the page did is looked at."""
        if self.audits:
            self.screens.audit(name, **how)
        assert self.screens.faults == []


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visitor()` on a desktop, `visitor(phone=True)`, `visitor(javascript=False)`, `visitor(at=another_site)`.

    `kept`: what a browser closed earlier had kept (`context.storage_state()`)."""
    with contextlib.ExitStack() as stack:

        def make(
            *, phone: bool = False, javascript: bool = True, at: Site | None = None, kept: StorageState | None = None
        ) -> Visitor:
            size = {"width": 320, "height": 720} if phone else {"width": 1280, "height": 900}
            context = browser.new_context(
                viewport=size,
                locale="fr-FR",
                java_script_enabled=javascript,
                timezone_id="Europe/Paris",
                storage_state=kept,
            )
            stack.callback(context.close)
            return Visitor(context, at or site, audits=javascript)

        yield make
