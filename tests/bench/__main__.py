"""Prints one JSON object on stdout: name → {value, unit, floor, ratio, target, holds}. Everything else goes to stderr.

python -m tests.bench                       the figures, on a site of its own in a temporary folder
python -m tests.bench --only guide_page     one of them
python -m tests.bench --tiny                a few rounds each: whether it runs, not what things cost
python -m tests.bench --postgres            on a PostgreSQL of its own instead of SQLite
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from tests.bench.measure import FULL, TINY, Figure, say
from tests.bench.site import build
from tests.servers import Postgres

# The review queue last: it fills the database.
FIGURES = [
    "unit_page",
    "answering",
    "grading",
    "search",
    "guide_page",
    "certificate_pdf",
    "dossier_pdf",
    "autosave",
    "theory_sheet",
    "version_diff",
    "seeding",
    "review_queue",
]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="a few rounds each")
    parser.add_argument("--only", action="append", choices=FIGURES, help="one figure; may be given several times")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalons-bench-") as folder, redirect_stdout(sys.stderr):
        database = Postgres().url if asked.postgres else ""
        figures = run(Path(folder), [name for name in FIGURES if name in (asked.only or FIGURES)], database, tiny=asked.tiny)
    print(json.dumps({figure.name: figure.as_dict() for figure in figures}, ensure_ascii=False, indent=2))


def run(folder: Path, names: list[str], database: str, *, tiny: bool) -> list[Figure]:
    started = time.monotonic()
    site = build(folder, database)
    say(f"site built in {time.monotonic() - started:.0f} s")
    figures: list[Figure] = []
    for name in names:
        started = time.monotonic()
        found = import_module(f"tests.bench.{name}").measure(site, TINY if tiny else FULL)
        figures += found
        for one in found:
            say(f"{one.name}: {one.as_dict()}")
        say(f"{name} took {time.monotonic() - started:.0f} s")
    return figures


if __name__ == "__main__":
    main()
