"""Documents that hold what people typed are made in a child process (`rendering_child`): one that hangs, swells or falls takes nothing with it.

One child is kept for each process of ours, for so many documents: its fonts and styles are read once.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings

from coursesite.core.documents import RenderError
from coursesite.core.rendering_child import FAILED, HEADER, MADE, write

PATIENCE = 90.0  # seconds for one document, whatever the processor does meanwhile
DOCUMENTS = 50  # then another child: whatever memory it kept goes with it
KNOWN = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
PIECE = 65_536


class Child:
    def __init__(self) -> None:
        self.documents = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coursesite.core.rendering_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in KNOWN if name in os.environ},
        )

    def make(self, html: str, css: str, on_page: Callable[[int], None]) -> bytes:
        """The PDF. Raises RenderError; the child may then be gone, and is not to be asked again."""
        self.documents += 1
        until = time.monotonic() + PATIENCE
        assert self.process.stdin is not None
        try:
            write(self.process.stdin, b"D", json.dumps({"html": html, "css": css}).encode())
        except OSError as error:
            raise RenderError("the process that makes documents has ended") from error
        while True:
            kind, size = HEADER.unpack(self._read(HEADER.size, until))
            body = self._read(size, until)
            if kind == MADE:
                return body
            if kind == FAILED:
                raise RenderError(body.decode())
            on_page(int(body))

    def _read(self, size: int, until: float) -> bytes:
        assert self.process.stdout is not None
        found = b""
        with selectors.DefaultSelector() as ready:
            ready.register(self.process.stdout, selectors.EVENT_READ)
            while len(found) < size:
                if not ready.select(max(0.0, until - time.monotonic())):
                    raise RenderError("the document took too long")
                piece = os.read(self.process.stdout.fileno(), min(size - len(found), PIECE))
                if not piece:
                    raise RenderError(f"the process that makes documents ended with {self.process.wait()}")
                found += piece
        return found

    @property
    def is_usable(self) -> bool:
        return self.process.poll() is None and self.documents < DOCUMENTS

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it never read
                    pipe.close()


_child: Child | None = None
_one_at_a_time = threading.Lock()


def write_pdf_apart(html: str, *, css: str, on_page: Callable[[int], None] = lambda page: None) -> bytes:
    """As `documents.write_pdf`, in the child. Raises RenderError, also when the child took too long, too much, or fell."""
    global _child
    with _one_at_a_time:
        if _child is None or not _child.is_usable:
            end_child()
            _child = Child()
        try:
            return _child.make(html, css, on_page)
        except BaseException:  # whatever it was doing, its answer would now be taken for that of the next document
            end_child()
            raise


def end_child() -> None:
    global _child
    if _child is not None:
        _child.end()
        _child = None


atexit.register(end_child)
