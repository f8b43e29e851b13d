"""Files that appear whole or not at all, and are on the disk when the call returns."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from coursesite.core.faults import fault

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # of an OSError: there is no room; what waits for some is not refused


def keep(path: Path, data: bytes) -> None:
    """Writes beside, then renames: whoever reads finds the file that was there, or the whole of the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fault("before_rename")
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
