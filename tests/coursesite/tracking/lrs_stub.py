"""A small record store on loopback that misbehaves on demand. It really speaks HTTP; batches are all or nothing."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import socket
import threading
import time
from collections import Counter
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from coursesite.tracking.validation import validate


class LrsStub:
    """`mode` says how the next POSTs are answered; the sets name statements that are treated otherwise."""

    def __init__(self, user: str = "réseau", password: str = "réseau €uro") -> None:
        self.user, self.password = user, password
        self.mode = "ok"
        self.reading = "ok"  # ok, denied, hidden, list, broken
        self.bad: set[str] = set()  # 400
        self.poison: set[str] = set()  # 500
        self.largest = 1000  # 413 above
        self.statements: dict[str, dict] = {}
        self.voided: dict[str, dict] = {}
        self.stored: Counter[str] = Counter()  # how often each id was taken as new
        self.batches: list[list[str]] = []
        self.seen: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.retry_after = 7
        self.slowness = 0.2  # seconds, in mode "slow"
        self.versions = ["1.0.3", "2.0.0"]
        self.lock = threading.Lock()
        self.let_go = threading.Event()  # ends a silence when the test does

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"stub": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}/xapi"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    def know(self, body: dict) -> None:
        self.statements[body["id"]] = {**deepcopy(body), "stored": "2026-01-01T00:00:00Z", "version": "1.0.0"}


class _Handler(BaseHTTPRequestHandler):
    stub: LrsStub
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None: ...

    def answer(
        self, status: int, content: Any = None, *, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        data = b"" if content is None else content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "X-Experience-API-Version": "1.0.3", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if status != 204:
            self.wfile.write(data)

    def cut(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def known_person(self) -> bool:
        expected = base64.b64encode(f"{self.stub.user}:{self.stub.password}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {expected}"

    def do_POST(self) -> None:
        stub = self.stub
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        stub.seen.append(("POST", self.path))
        stub.headers = dict(self.headers)
        batch = json.loads(body)
        with stub.lock:
            stub.batches.append([one["id"] for one in batch])
        if self.answered_by_mode(batch):
            return
        with stub.lock:
            self.take(batch)

    def answered_by_mode(self, batch: list[dict]) -> bool:
        stub, mode = self.stub, self.stub.mode
        later = format_datetime(datetime.now(UTC) + timedelta(seconds=stub.retry_after), usegmt=True)
        plain: dict[str, tuple[int, Any, dict[str, str]]] = {
            "400": (400, {"message": "bad header"}, {}), "401": (401, {}, {}), "403": (403, {}, {}), "404": (404, "<h1>404</h1>", {}),
            "405": (405, {}, {}), "302": (302, None, {"Location": "http://127.0.0.1:9/elsewhere"}), "500": (500, {"message": "oh"}, {}),
            "502": (502, "<h1>gateway</h1>", {}), "503": (503, {}, {"Retry-After": str(stub.retry_after)}), "503-bare": (503, {}, {}),
            "429": (429, {}, {"Retry-After": str(stub.retry_after)}), "429-date": (429, {}, {"Retry-After": later}),
            "429-odd": (429, {}, {"Retry-After": "soon"}), "429-years": (429, {}, {"Retry-After": "999999999999"}),
            "html": (200, "<html>Bienvenue</html>", {}), "empty": (200, None, {}), "huge": (200, "[" + "1," * 600_000 + "1]", {}),
        }  # fmt: skip
        if mode in plain:
            status, content, headers = plain[mode]
            self.answer(status, content, headers=headers, kind="text/html" if isinstance(content, str) else "application/json")
        elif mode == "silence":
            stub.let_go.wait(10)
            self.cut()
        elif mode == "cut":
            self.cut()
        elif mode == "cut-after":
            with stub.lock:
                self.store(batch)
            self.cut()
        elif mode == "half-answer":
            with stub.lock:
                self.store(batch)
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'["')
            self.wfile.flush()
            self.cut()
        elif mode == "slow":
            time.sleep(stub.slowness)
            return False
        elif mode == "bomb":
            packed = gzip.compress(b" " * 900_000 + b"[]")
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)
        elif mode in {"drip", "drip-headers"}:
            self.drip(in_headers=mode == "drip-headers")
        elif mode == "liar":
            self.answer(200, ["00000000-0000-4000-8000-000000000000"])
        else:
            return False
        return True

    def drip(self, *, in_headers: bool) -> None:
        """A byte from time to time, for ever: never silent, never finished."""
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X-Slow: " if in_headers else b"Content-Length: 100000\r\n\r\n["))
            while not self.stub.let_go.wait(0.05):
                self.wfile.write(b"1")
                self.wfile.flush()
        self.close_connection = True

    def take(self, batch: list[dict]) -> None:
        stub, ids = self.stub, [one["id"] for one in batch]
        if not self.known_person():
            return self.answer(401, {})
        if self.headers.get("X-Experience-API-Version") not in stub.versions:
            return self.answer(400, {"message": "version"})
        if len(batch) > stub.largest:
            return self.answer(413, {})
        if stub.poison & set(ids):
            return self.answer(500, {"message": "oh"})
        if len(set(ids)) != len(ids) or stub.bad & set(ids) or any(validate(one, "1.0.3") for one in batch):
            return self.answer(400, {"message": "statement refused"})
        known = {**stub.statements, **stub.voided}
        clash = [
            one
            for one in batch
            if one["id"] in known and {**known[one["id"]], "stored": 0, "version": 0} != {**one, "stored": 0, "version": 0}
        ]
        if clash or (stub.mode == "adl" and known.keys() & set(ids)):
            return self.answer(409, {"message": "conflict"})
        new = self.store(batch)
        return self.answer(200, ids) if new else self.answer(204)

    def store(self, batch: list[dict]) -> bool:
        stub = self.stub
        new = [one for one in batch if one["id"] not in stub.statements and one["id"] not in stub.voided]
        for one in new:
            stub.know(one)
            stub.stored[one["id"]] += 1
        return bool(new)

    def do_GET(self) -> None:
        stub = self.stub
        stub.seen.append(("GET", self.path))
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        if address.path.endswith("/about"):
            status = 500 if stub.reading == "broken" else 200
            return self.answer(status, {"version": stub.versions})
        if not self.known_person():
            return self.answer(401, {})
        if stub.reading in {"denied", "broken"}:
            return self.answer(403 if stub.reading == "denied" else 500, {})
        if "limit" in asked:
            return self.answer(200, {"statements": [], "more": ""})
        voided = "voidedStatementId" in asked
        wanted = asked["voidedStatementId" if voided else "statementId"][0]
        found = (stub.voided if voided else stub.statements).get(wanted)
        if found is None or stub.reading == "hidden":
            return self.answer(404, {})
        return self.answer(200, {"statements": [found], "more": ""} if stub.reading == "list" else found)
