"""`manage.py serve`: web server and workers as children of one process. Ctrl-C stops all of them."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coursesite.celery import PROMPT, SLOW
from coursesite.core.addresses import is_loopback

logger = logging.getLogger(__name__)
GRACE = 20  # seconds for children to finish what they do
SOON, FALLS = 10, 3


class Command(BaseCommand):
    help = "Starts the web server and the workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument("--without-worker", action="store_true", help="the web server alone")

    def handle(self, *, host: str, port: int, workers: int, without_worker: bool, **options: Any) -> None:
        if settings.DEMO and not is_loopback(host):
            raise CommandError("DEMO=1 relaxes sign-in and shows mail: it is served on 127.0.0.1 only.")
        commands = [
            [sys.executable, "-m", "gunicorn", "coursesite.wsgi", "--bind", f"{host}:{port}", "--workers", str(workers),
             "--timeout", "60", "--graceful-timeout", str(GRACE), "--max-requests", "5000", "--max-requests-jitter", "500",
             "--log-level", "warning", "--logger-class", "coursesite.core.server_log.ServerLog", "--worker-tmp-dir", str(settings.DATA_DIR)],
        ]  # fmt: skip
        if not without_worker:
            commands.append(worker(PROMPT, "-B", "--schedule", str(settings.DATA_DIR / "beat-schedule")))
            commands.append(worker(SLOW))
        self.stdout.write(f"Jalons: http://{host}:{port}/  (Ctrl-C stops everything)")
        self.stdout.flush()

        def stop(signum: int, frame: FrameType | None) -> None:
            raise KeyboardInterrupt

        for number in (signal.SIGINT, signal.SIGTERM):  # said, for whoever starts it from where Ctrl-C is ignored
            signal.signal(number, stop)
        children = [Child(command) for command in commands]
        try:
            while not any(child.hopeless() for child in children):
                time.sleep(0.3)
            failed = True
        except KeyboardInterrupt:
            failed = False
        self._stop([child.process for child in children])
        if failed:
            raise CommandError("A part of the site keeps stopping by itself; its lines above say why.")

    def _stop(self, processes: list[subprocess.Popen]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for process in processes:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE
        for process in processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def worker(queue: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "coursesite", "worker", "-Q", queue, "-n", f"{queue}@%h", "--concurrency", "1",
            "--loglevel", "warning", "--without-gossip", "--without-mingle", *options]  # fmt: skip


class Child:
    """A part of the site, started again when it ends by itself: nothing is lost by it, the truth is in the database."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.falls = 0  # in a row, each soon after its start
        self._start()

    def _start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command)  # noqa: S603 (our own commands)

    def hopeless(self) -> bool:
        """Looks after the process. True when it has fallen `FALLS` times in a row as soon as it was started."""
        if self.process.poll() is None:
            return False
        self.falls = self.falls + 1 if time.monotonic() - self.started < SOON else 1
        if self.falls >= FALLS:
            return True
        logger.error("serve.restarting", extra={"code": self.process.returncode, "part": self.command[2]})
        self._start()
        return False
