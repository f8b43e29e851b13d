"""A real site for a browser: its own folder, web server and worker started as `make run` starts them.

Collecting and packing the static files, migrating and seeding are done once a session; each site begins with a copy.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.db import connection

from tests.database import ORIGINAL
from tests.journeys.console import ROOT, Console
from tests.once import session_folder, turn
from tests.servers import free_port
from tests.smtp import Server

PREPARED = session_folder() / "site"
AT_ITS_ADDRESS = "from coursesite.pages.seeds import seed\nanswer = seed(demo=True, out=str)"


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {"DJANGO_SETTINGS_MODULE": "coursesite.settings", "DATA_DIR": str(folder), "LOG_LEVEL": "WARNING"} | more


def manage(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr


def prepare_files() -> None:
    with turn("site-files") as first:
        if first:
            shutil.rmtree(PREPARED, ignore_errors=True)
            manage(environment_of(PREPARED, DEMO="1"), "collectstatic", "--noinput", "--verbosity", "0")


def prepare_database() -> None:
    """Once the session has its own: that one is copied, unless it is PostgreSQL's. Sites are on SQLite."""
    demo = environment_of(PREPARED, DEMO="1")
    with turn("site-database") as first:
        if first and connection.vendor == "sqlite":
            shutil.copy(ORIGINAL, PREPARED / "jalons.sqlite3")
        elif first:
            manage(demo, "migrate", "--verbosity", "0")
        if first:
            manage(demo, "seed_site", "--demo")


class Site:
    """A demonstration; or, with `demo=False`, a real site with the same people: second factors, and mail that leaves by SMTP."""

    def __init__(self, folder: Path, *, demo: bool = True, **environment: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.smtp = None if demo else Server()
        real = {"SECRET_KEY": "journey-" + "x" * 50, "EMAIL_URL": self.smtp.url} if self.smtp else {"DEMO": "1"}
        self.environment = environment_of(folder, SITE_URL=self.url, PORT=str(self.port)) | real | environment
        shutil.copytree(PREPARED, folder, ignore=shutil.ignore_patterns("cache", "broker"), dirs_exist_ok=True)
        self.console = Console(self.environment)
        self.shell(AT_ITS_ADDRESS)
        self.log = (folder / "serve.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self._wait()

    def shell(self, code: str) -> object:
        """Runs code beside the site, on its database and with its settings; whatever it assigns to `answer` comes back (JSON)."""
        return self.console.run(code)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the site did not start:\n" + (self.folder / "serve.log").read_text())

    def mails(self, to: str) -> list[EmailMessage]:
        messages = (message_from_bytes(raw, policy=policy.default) for raw in self._sent() if raw.strip())
        return [message for message in messages if to in str(message["To"])]  # type: ignore[misc]

    def _sent(self) -> list[bytes]:
        if self.smtp:
            return list(self.smtp.received)
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda one: one.stat().st_mtime)
        return [raw for file in files for raw in file.read_bytes().split(b"-" * 79 + b"\n")]

    def mail(self, to: str, about: str, seconds: float = 120) -> str:
        """The text of the newest mail to somebody whose subject holds `about`; waits for the worker to send it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for message in reversed(self.mails(to)):
                if about.lower() in str(message["Subject"]).lower():
                    body = message.get_body(("plain",))
                    assert body is not None
                    return body.get_content()
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} about {about!r}: {[str(m['Subject']) for m in self.mails(to)]}")

    def stop(self) -> None:
        """Without grace: nothing of it is looked at any more."""
        with contextlib.suppress(ProcessLookupError):  # stopped already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.console.close()
        self.log.close()
        if self.smtp:
            self.smtp.server_close()
