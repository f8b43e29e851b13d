"""What is kept under a key that says all of its content: taken from this process when it was met here, else from the store, else made.

Taking a tree of values out of the store costs more than all that a page does with it. Only for what nobody changes: it is shared by every
request of the process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache

from coursesite.core.public_cache import content_version

T = TypeVar("T")
MOST = 256  # values a process holds: outlines, lessons, rows of exercises, texts of the search
_here: dict[str, tuple[float, Any]] = {}
_alone = threading.Lock()  # to make room: two threads that did would stumble on one another


def kept_here(key: str, make: Callable[[], T], *, seconds: int) -> T:
    """`key` names the value whatever is published later (a digest of what it is made from), or begins by `as_published`."""
    until, value = _here.get(key, (0.0, None))
    if until > time.monotonic():
        return value  # type: ignore[return-value]
    value = cache.get(key)
    if value is None:
        value = make()
        cache.set(key, value, seconds)
    if not key.startswith(UNKNOWN):
        with _alone:
            if len(_here) >= MOST:
                _here.pop(next(iter(_here)), None)
            _here[key] = (time.monotonic() + seconds, value)
    return value


UNKNOWN = "published:0:"  # the store has lost the version, or nothing was published yet: the same key for whatever comes


def as_published(key: str) -> str:
    """The key of what stands until something is published."""
    return f"published:{content_version()}:{key}"
