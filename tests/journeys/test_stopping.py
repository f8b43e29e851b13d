"""Ctrl-C stops all of `make run`: web server, workers and what they started."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.journeys.site import Site

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_everything_stops(tmp_path: Path, number: signal.Signals) -> None:
    site = Site(tmp_path / "site")
    try:
        if number == signal.SIGINT:
            os.killpg(site.process.pid, number)  # a terminal tells all of them
        else:
            site.process.send_signal(number)
        assert site.process.wait(60) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(site.process.pid, 0)
    finally:
        site.stop()
