"""Fault injection for tests: `FAULTS=point:mode[,point:mode]`, refused by settings outside tests."""

from __future__ import annotations

import os
import signal
import time

from django.conf import settings


class InjectedFault(Exception):
    """Raised at a point named in FAULTS."""


def fault(point: str) -> None:
    """Breaks here if FAULTS names this point: modes `raise`, `kill`, `sleep=<seconds>`."""
    for entry in settings.FAULTS:
        name, _, mode = entry.partition(":")
        if name != point:
            continue
        if mode == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif mode.startswith("sleep="):
            time.sleep(float(mode.removeprefix("sleep=")))
        else:
            raise InjectedFault(point)
