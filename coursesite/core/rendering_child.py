"""The process in which documents that hold what people typed are made. Started by `rendering`, which says what passes between the two.

It knows no setting, no database and no secret of the site; its memory is limited, and the time of each document. It holds two pipes and
nothing else that is open, reaches no network, starts no program, and reads no file but its own code, its libraries and their fonts.
"""

from __future__ import annotations

import ctypes
import json
import mimetypes
import os
import resource
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

MEMORY = 1_500_000_000  # bytes of addresses
SECONDS = 60  # of processor, a document
LARGEST_FILE = 100_000_000  # bytes: the copies of fonts that the library makes for itself
FILES = 128  # open at once
CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000  # of unshare(2)
CLOSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "ctypes.dlopen",
)
HEADER = struct.Struct(">cI")
PAGE, MADE, FAILED = b"P", b"M", b"F"
WARM = '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><p>Essai</p></body></html>'


def main() -> None:
    from django.conf import settings

    settings.configure(FAULTS=[])
    from coursesite.core.documents import RenderError, write_pdf

    asked, answers = _own_pipes()
    write_pdf(WARM, css="")  # whatever its libraries read once, they read now
    confine()
    while document := read(asked):
        _kind, body = document
        _limit_time()
        try:
            pdf = write_pdf(**json.loads(body), on_page=lambda page: write(answers, PAGE, str(page).encode()))
        except RenderError as error:
            write(answers, FAILED, str(error).encode())
        else:
            write(answers, MADE, pdf)


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """What passes between the two goes by pipes of its own: what a library reads from, prints or complains of goes nowhere, not even to the log
    of the site, where words of people would stay."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    return asked, answers


def confine() -> None:
    """For good: what is refused here stays refused in this process."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_NOFILE, FILES), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(CLONE_NEWNET) != 0:
        unshare(CLONE_NEWUSER | CLONE_NEWNET)  # where the system lets anybody do so; the hook below holds everywhere
    mimetypes.init()
    code = Path(__file__).resolve().parents[1]
    scratch = os.path.realpath(tempfile.gettempdir())
    readable = tuple(f"{os.path.realpath(one)}{os.sep}" for one in (sys.prefix, sys.base_prefix, code, scratch))

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(CLOSED):
            raise PermissionError(f"{event} is refused to the process that makes documents")
        if event != "open" or isinstance(args[0], int) or args[0] is None:
            return
        path, writes = os.path.realpath(os.fsdecode(args[0])), bool(args[2] & (os.O_WRONLY | os.O_RDWR))
        if path != os.devnull and not path.startswith(f"{scratch}{os.sep}" if writes else readable):
            raise PermissionError("this file is none of those of the process that makes documents")

    sys.addaudithook(refuse)


def read(file: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next message, or None when the other side has gone."""
    head = file.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    kind, size = HEADER.unpack(head)
    body = file.read(size)
    return (kind, body) if len(body) == size else None


def write(file: IO[bytes], kind: bytes, body: bytes) -> None:
    file.write(HEADER.pack(kind, len(body)) + body)
    file.flush()


def _limit_time() -> None:
    """Past it the system ends the process, whatever it is doing."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, hard))


if __name__ == "__main__":
    main()
