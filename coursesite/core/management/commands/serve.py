"""`manage.py serve`: web server and worker as children of one process. Ctrl-C stops all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coursesite.settings import is_loopback

GRACE = 20  # seconds for children to finish what they do


class Command(BaseCommand):
    help = "Starts the web server and the worker."

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
             "--log-level", "warning", "--worker-tmp-dir", str(settings.DATA_DIR)],
        ]  # fmt: skip
        if not without_worker:
            commands.append(
                [sys.executable, "-m", "celery", "-A", "coursesite", "worker", "-B", "--concurrency", "1", "--loglevel", "warning",
                 "--without-gossip", "--without-mingle", "--schedule", str(settings.DATA_DIR / "beat-schedule")]
            )  # fmt: skip
        self.stdout.write(f"Jalons: http://{host}:{port}/  (Ctrl-C stops everything)")
        self.stdout.flush()
        children = [subprocess.Popen(command) for command in commands]  # noqa: S603 (our own commands)

        def stop(signum: int, frame: FrameType | None) -> None:
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, stop)
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            ended = next(child for child in children if child.poll() is not None)
            failed: int | None = ended.returncode
        except KeyboardInterrupt:
            failed = None
        self._stop(children)
        if failed is not None:
            raise CommandError(f"A part of the site stopped by itself (code {failed}); its lines above say why.")

    def _stop(self, children: list[subprocess.Popen]) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
