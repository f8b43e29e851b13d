"""Ctrl-C stops all of `make run`: web server, workers and what they started."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

import pytest

from tests.journeys.site import Site

pytestmark = pytest.mark.slow


def alive(group: int) -> list[str]:
    """What still runs of a group of processes; not what has ended and waits for somebody to be told so."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            name, _end, rest = status.read_text().rpartition(")")
            state, _parent, its_group = rest.split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(name)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_everything_stops(tmp_path: Path, number: signal.Signals) -> None:
    site = Site(tmp_path / "site")
    try:
        if number == signal.SIGINT:
            os.killpg(site.process.pid, number)  # a terminal tells all of them
        else:
            site.process.send_signal(number)
        assert site.process.wait(60) == 0
        assert alive(site.process.pid) == []
    finally:
        site.stop()
