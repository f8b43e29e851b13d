"""What goes over the wire to an external record store. The only file that uses `requests`; `sending` decides what to do with the answers.

Bodies and the Authorization header are never logged. TLS is always verified, no redirect is followed, no proxy of the environment is
used (the machine that is checked would be the proxy). An answer is bounded in size and in time, however slowly it drips.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import requests
import urllib3
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from coursesite.core.errors import Invalid
from coursesite.core.leasing import Outage
from coursesite.tracking.credentials import unseal
from coursesite.tracking.endpoints import check_endpoint, host_allowed, peer_allowed
from coursesite.tracking.models import Destination

TIMEOUT = (5, 30)  # seconds to connect, then between two reads
LONGEST_ANSWER = 40  # seconds in all; after the last call of a run, still below the time limit of tasks
LARGEST_ANSWER = 1024 * 1024  # bytes
LONGEST_RETRY = 24 * 3600  # a record store that asks for more is asked again the next day
NOT_JSON = object()


class WrongEndpoint(Exception):
    """Nothing may be sent to this address. The text says why, for an administrator."""


@dataclass(frozen=True)
class Answer:
    status: int
    content: Any  # parsed JSON, None if empty, NOT_JSON
    text: str  # for the administrator, cut short
    retry_after: float | None


class _Watched(HTTPConnection):
    """Connects to nothing but an allowed machine, and hangs up when an answer lasts too long: a server that drips byte after byte would
    pass every limit between two reads."""

    watchdog: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        if not host_allowed(self.host, self.port):
            raise WrongEndpoint(_("This server is not among those this site may send to."))
        connected = super()._new_conn()
        if not peer_allowed(connected.getpeername()[0]):  # asked of the connection itself: a name may lead elsewhere each time
            connected.close()
            raise WrongEndpoint(_("This name leads to a private address, which LRS_HOSTS does not list."))
        return connected

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._call_off()
        self.watchdog = threading.Timer(LONGEST_ANSWER, self._hang_up)
        self.watchdog.daemon = True
        self.watchdog.start()
        super().request(*args, **kwargs)

    def close(self) -> None:
        self._call_off()
        super().close()

    def _call_off(self) -> None:
        if self.watchdog is not None:
            self.watchdog.cancel()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # closed meanwhile
            self.sock.shutdown(socket.SHUT_RDWR)


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


class RecordStore:
    """One session to a destination. Every method raises `Outage` when no whole answer comes, `WrongEndpoint` when none can."""

    def __init__(self, destination: Destination, *, timeout: tuple[float, float] | None = None) -> None:
        self.base = destination.endpoint.rstrip("/")
        self.timeout = timeout or getattr(settings, "XAPI_TIMEOUT", TIMEOUT)
        # Bytes: given text, `requests` would encode Latin-1, and « € » would raise.
        self.credentials = (destination.username.encode(), unseal(destination.password_token).encode())
        self.accepted = False  # whether it has taken anything in this session
        self.session = requests.Session()
        self.session.trust_env = False
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, _Adapter())
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
        until = time.monotonic() + LONGEST_ANSWER
        try:
            check_endpoint(self.base)
            response = self.session.request(
                method, f"{self.base}/{resource}", auth=self.credentials if signed else None, timeout=self.timeout,
                allow_redirects=False, stream=True, verify=True, **options,
            )  # fmt: skip
            with response:
                return _answer(response, until)
        except Invalid as refusal:
            raise WrongEndpoint(str(refusal)) from refusal
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema) as error:
            raise WrongEndpoint(_("This address cannot be read.")) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, UnicodeError, OSError) as error:
            raise Outage(type(error).__name__) from error


def _answer(response: requests.Response, until: float) -> Answer:
    read = bytearray()
    for chunk in response.raw.stream(64 * 1024, decode_content=False):  # asked for as it is: nothing is unpacked
        read += chunk
        if len(read) > LARGEST_ANSWER:
            break
    if time.monotonic() >= until:  # hung up: what was read may look whole, and is not
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
