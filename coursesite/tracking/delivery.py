"""What goes over the wire to an external record store. The only file that uses `requests`; `sending` decides what to do with the answers.

Bodies and the Authorization header are never logged. TLS is always verified.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings

from coursesite.core.leasing import Outage
from coursesite.tracking.credentials import unseal
from coursesite.tracking.models import Destination

TIMEOUT = (5, 30)  # seconds to connect, then between two reads
LONGEST_ANSWER = 60  # seconds in all
LARGEST_ANSWER = 1024 * 1024  # bytes
LONGEST_RETRY = 24 * 3600  # a record store that asks for more is asked again the next day
NOT_JSON = object()


class WrongEndpoint(Exception):
    """The address cannot be that of a record store."""


@dataclass(frozen=True)
class Answer:
    status: int
    content: Any  # parsed JSON, None if empty, NOT_JSON
    text: str  # for the administrator, cut short
    retry_after: float | None


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "::1", "localhost"}


def endpoint_allowed(url: str) -> bool:
    """https only; on one's own machine http too, in development."""
    scheme = urlsplit(url).scheme
    return scheme == "https" or (scheme == "http" and is_loopback(url) and (settings.DEMO or settings.DEBUG or settings.TESTING))


class RecordStore:
    """One session to a destination. Every method raises `Outage` when no whole answer comes, `WrongEndpoint` when none can."""

    def __init__(self, destination: Destination, *, timeout: tuple[float, float] | None = None) -> None:
        self.base = destination.endpoint.rstrip("/")
        self.timeout = timeout or getattr(settings, "XAPI_TIMEOUT", TIMEOUT)
        # Bytes: given text, `requests` would encode Latin-1, and « € » would raise.
        self.credentials = (destination.username.encode(), unseal(destination.password_token).encode())
        self.accepted = False  # whether it has taken anything in this session
        self.session = requests.Session()
        self.session.trust_env = not is_loopback(self.base)
        self.session.headers.update(
            {
                "X-Experience-API-Version": destination.version,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": "jalons",
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.close()

    def post(self, bodies: list[dict]) -> Answer:
        data = json.dumps(bodies, ensure_ascii=False, allow_nan=False).encode()
        return self._ask("POST", "statements", data=data, headers={"Content-Type": "application/json"})

    def read(self, statement: str, *, voided: bool = False) -> Answer:
        return self._ask("GET", "statements", params={"voidedStatementId" if voided else "statementId": statement})

    def latest(self) -> Answer:
        return self._ask("GET", "statements", params={"limit": "1"})

    def about(self) -> Answer:
        return self._ask("GET", "about", signed=False)

    def _ask(self, method: str, resource: str, *, signed: bool = True, **options: Any) -> Answer:
        if not endpoint_allowed(self.base):
            raise WrongEndpoint("https")
        try:
            response = self.session.request(
                method, f"{self.base}/{resource}", auth=self.credentials if signed else None, timeout=self.timeout,
                allow_redirects=False, stream=True, verify=True, **options,
            )  # fmt: skip
            with response:
                return _answer(response)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema) as error:
            raise WrongEndpoint(type(error).__name__) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, UnicodeError, OSError) as error:
            raise Outage(type(error).__name__) from error


def _answer(response: requests.Response) -> Answer:
    until = time.monotonic() + LONGEST_ANSWER
    read = bytearray()
    for chunk in response.iter_content(64 * 1024):
        read += chunk
        if len(read) > LARGEST_ANSWER:
            break
        if time.monotonic() > until:
            raise Outage("AnswerTooSlow")
    content: Any = None
    if read.strip():
        try:
            content = json.loads(read.decode("utf-8")) if len(read) <= LARGEST_ANSWER else NOT_JSON
        except (ValueError, RecursionError):
            content = NOT_JSON
    return Answer(response.status_code, content, _readable(content), retry_after(response.headers))


def _readable(content: Any) -> str:
    """The message of the record store, if it gave one; never the body of a page."""
    if isinstance(content, dict):
        content = content.get("message") or content.get("error") or content.get("detail") or ""
    text = content if isinstance(content, str) else ""
    return "".join(char for char in text if char.isprintable())[:500]


def retry_after(headers: Any) -> float | None:
    """Seconds to wait, from seconds or a date; the date is compared with the clock of the one who wrote it."""
    value = (headers.get("Retry-After") or "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), LONGEST_RETRY)) or None
    try:
        until = _date(value)
        now = _date(headers["Date"]) if headers.get("Date") else datetime.now(UTC)
    except (ValueError, TypeError):
        return None
    return min(max((until - now).total_seconds(), 1.0), float(LONGEST_RETRY))


def _date(value: str) -> datetime:
    moment = parsedate_to_datetime(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
