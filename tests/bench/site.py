"""A site of its own, as a real one starts (no DEBUG, no DEMO, hashed static files, second factor asked), on SQLite unless told otherwise."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

HOST = "testserver"


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """Everything is said, so that neither the caller's variables nor a `.env` changes what is measured."""
    return {
        "DJANGO_SETTINGS_MODULE": "coursesite.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder / 'jalons.sqlite3'}",
        "CACHE_URL": f"file://{folder / 'cache'}",
        "BROKER_URL": "filesystem://",
        "SITE_URL": f"http://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "SECRET_KEY": "bench-only-" + "x" * 50,
        "CREDENTIAL_KEYS": "YmVuY2gtb25seS1ub3Qtc2VjcmV0LTAwMDAwMDAwMDA=",
        "EMAIL_URL": "dummy://",
        "DEBUG": "0",
        "DEMO": "0",
        "BEHIND_PROXY": "0",
        "LOG_LEVEL": "WARNING",
    }


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Browser:
    """Asks the WSGI application itself: no test client, whose own cost would flatter every ratio."""

    def __init__(self, application: Callable, cookie: str = "") -> None:
        self.application = application
        self.cookie = cookie

    def get(self, path: str, codings: str = "gzip, deflate, br") -> Answer:
        return self._ask(self._environ(path, codings))

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        """As a script of the page does: JSON, with its token."""
        data, token = json.dumps(body).encode(), "b" * 32
        environ = self._environ(path, "gzip, deflate, br")
        environ |= {
            "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(data)), "wsgi.input": BytesIO(data),
            "HTTP_ACCEPT": "application/json", "HTTP_X_CSRFTOKEN": token, "HTTP_X_REQUESTED_WITH": "fetch", "HTTP_ORIGIN": f"http://{HOST}",
            "HTTP_COOKIE": f"{self.cookie}; {settings_of().CSRF_COOKIE_NAME}={token}",
        }  # fmt: skip
        return self._ask(environ)

    def _ask(self, environ: dict[str, Any]) -> Answer:
        answer = Answer()

        def start(status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
            answer.status, answer.headers = int(status[:3]), {name.lower(): value for name, value in headers}

        body = self.application(environ, start)
        try:
            answer.body = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        return answer

    def page(self, path: str, **asked: str) -> Answer:
        """What must be a page, and no redirection to the sign-in."""
        answer = self.get(path, **asked)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status} {answer.headers.get('location', '')}")
        return answer

    def _environ(self, path: str, codings: str) -> dict[str, Any]:
        path, _mark, query = path.partition("?")
        found = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": HOST, "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST, "HTTP_ACCEPT": "text/html,*/*;q=0.8", "HTTP_ACCEPT_ENCODING": codings,
            "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_USER_AGENT": "Mozilla/5.0",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip
        return found | ({"HTTP_COOKIE": self.cookie} if self.cookie else {})


def settings_of() -> Any:
    """Read once the site is built."""
    from django.conf import settings

    return settings


@dataclass
class Site:
    folder: Path
    application: Callable

    def anonymous(self) -> Browser:
        return Browser(self.application)

    def signed_in(self, user: Any) -> Browser:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        return Browser(self.application, f"{name}={client.cookies[name].value}")

    def person(self, first_name: str) -> Any:
        from coursesite.accounts.models import User

        return User.objects.get(email=f"{first_name}@demo.example")


def build(folder: Path, database: str = "") -> Site:
    os.environ.update(environment(folder, database))
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.OUTBOX_POKE = False  # no worker listens here
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_site", demo=True, stdout=sys.stderr)

    from django.core.wsgi import get_wsgi_application

    return Site(folder, get_wsgi_application())
