"""What a session makes once, whichever of its processes comes to need it first."""

from __future__ import annotations

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

# xdist names the session to each of its workers; a process that runs alone is the session.
SESSION = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex


def session_folder() -> Path:
    """Shared by the processes of the session (`tests/settings.py`)."""
    return Path(os.environ["JALONS_TEST_DATA"])


@contextlib.contextmanager
def turn(name: str) -> Iterator[bool]:
    """One process at a time. True for the first of the session, and for the next one if that one failed."""
    with (session_folder() / f"{name}.turn").open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        note.seek(0)
        first = note.read() != SESSION
        yield first
        note.truncate(0)
        note.write(SESSION)
