"""Seeding the whole course: on an empty site, then again with nothing changed. Seconds of CPU, for a machine may be busy with something else;
what the clock said is told beside them. Floor: the command line that starts and says its help."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measure import Effort, Figure, at_most, say
from tests.bench.site import environment

if TYPE_CHECKING:
    from tests.bench.site import Site

ROOT = Path(__file__).resolve().parents[2]


def measure(site: Site, effort: Effort) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="jalons-seeding-") as name:
        folder = Path(name)
        _seconds(folder, "migrate", "--verbosity", "0")
        empty, again = (_seconds(folder, "seed_site") for _ in range(2))
        floor = _seconds(folder, "seed_site", "--help")
    return [
        at_most("seeding_empty", empty, 60, unit="s of CPU", floor=floor),
        at_most("seeding_again", again, 10, unit="s of CPU", floor=floor),
    ]


def _seconds(folder: Path, *command: str) -> float:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env={**os.environ, **environment(folder)}, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    say(f"{' '.join(command)}: {time.monotonic() - began:.1f} s by the clock, {spent:.1f} s of CPU")
    return round(spent, 2)
