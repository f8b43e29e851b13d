"""Private PostgreSQL and Redis, started by the test session on free ports in temporary folders and stopped by it.

A pytest plugin (`-p tests.servers`), because the database's address must be known before Django reads its settings. `--database`
chooses SQLite (default) or PostgreSQL for the whole run. What cannot be had is skipped and counted aloud (`tests/conftest.py`).
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not listen on {port}")


def postgres_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Postgres:
    """A cluster of its own. `initdb` refuses root, so as root everything runs as the system user `postgres`."""

    def __init__(self) -> None:
        binaries = postgres_binaries()
        if binaries is None:
            raise FileNotFoundError("PostgreSQL is not installed")
        self.folder = Path(tempfile.mkdtemp(prefix="jalons-pg-"))
        self.port = free_port()
        self.prefix: list[str] = []
        if os.geteuid() == 0:
            self.prefix = ["runuser", "-u", "postgres", "--"]
            shutil.chown(self.folder, "postgres")
        data = self.folder / "data"
        command = [
            *self.prefix,
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "jalons",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)
        # No autovacuum: beside a test that holds ten thousand rows in a transaction, it would note that the tables are empty.
        self.process = subprocess.Popen(
            [*self.prefix, str(binaries / "postgres"), "-D", str(data), "-p", str(self.port), "-k", str(self.folder),
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off",
             "-c", "max_connections=120", "-c", "autovacuum=off"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(self.port, self.process)
        self.url = f"postgres://jalons@127.0.0.1:{self.port}/postgres"
        atexit.register(self.stop)

    def stop(self) -> None:
        pid_file = self.folder / "data" / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
        except (OSError, ValueError, IndexError):
            self.process.kill()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    def __init__(self, port: int | None = None) -> None:
        if shutil.which("redis-server") is None:
            raise FileNotFoundError("Redis is not installed")
        self.folder = tempfile.mkdtemp(prefix="jalons-redis-")
        self.port = port or free_port()
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder],
            stdout=subprocess.DEVNULL,
        )
        wait_for(self.port, self.process)
        self.url = f"redis://127.0.0.1:{self.port}/0"
        atexit.register(self.stop)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="the database of this run")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    wants = any(a == "--database=postgres" or (a == "postgres" and args[i - 1] == "--database") for i, a in enumerate(args))
    if wants and "PYTEST_XDIST_WORKER" not in os.environ and "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = Postgres().url
