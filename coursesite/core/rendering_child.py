"""The process in which documents that hold what people typed are made. Started by `rendering`, which says what passes between the two.

It knows no setting, no database and no secret of the site; its memory is limited, and the time of each document.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
import time
from typing import IO

MEMORY = 1_500_000_000  # bytes of addresses
SECONDS = 60  # of processor, a document
HEADER = struct.Struct(">cI")
PAGE, MADE, FAILED = b"P", b"M", b"F"


def main() -> None:
    from django.conf import settings

    settings.configure(FAULTS=[])
    from coursesite.core.documents import RenderError, write_pdf

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while document := read(asked):
        _kind, body = document
        _limit_time()
        try:
            pdf = write_pdf(**json.loads(body), on_page=lambda page: write(answers, PAGE, str(page).encode()))
        except RenderError as error:
            write(answers, FAILED, str(error).encode())
        else:
            write(answers, MADE, pdf)


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
