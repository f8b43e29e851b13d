"""The stores of what is kept to be faster, and of what is counted.

What is kept may be lost: it is made anew each time, and reading stays open. A count may not: `add` and `incr` raise, and
`core.throttle` closes what they limit.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import random
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from django.core.files import locks

logger = logging.getLogger(__name__)
MOST = 5000  # entries of a folder: far above what a site keeps, so that counters are not thrown away with pages


class Forgiving(BaseCache):
    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._or({}, super().get_many, keys, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._or(None, super().set, key, value, timeout, version)

    def set_many(self, data: dict, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        return self._or([], super().set_many, data, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._or(False, super().delete, key, version)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._or(None, super().delete_many, keys, version)

    def _or(self, otherwise: Any, act: Callable[..., Any], *args: Any) -> Any:
        try:
            return act(*args)
        except Exception as error:  # whatever the store is, and however it fails
            logger.warning("cache.lost", extra={"reason": type(error).__name__})
            return otherwise


class RedisStore(Forgiving, RedisCache):
    """For several machines, or a busy one."""


class FileStore(Forgiving, FileBasedCache):
    """A folder, for a site on one machine; stores of another `KEY_PREFIX` have one below it. `add` and `incr` look and write under one lock; `incr` keeps the end of what it counts."""

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        params.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", MOST)
        with contextlib.suppress(OSError):  # a folder that cannot be made is a store that is lost
            super().__init__(str(Path(folder) / params.get("KEY_PREFIX", "")), params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._alone():
            if self.has_key(key, version):
                return False
            FileBasedCache.set(self, key, value, timeout, version)
            return True

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        with self._alone():
            ends, value = self._read(key, version)
            FileBasedCache.set(self, key, value + delta, None if ends is None else ends - time.time(), version)
            return value + delta

    def _cull(self) -> None:
        """What has ended goes first; what is still kept only when that leaves little room."""
        files: list[str] = self._list_cache_files()  # type: ignore[attr-defined]
        if len(files) < self._max_entries:
            return
        standing = [file for file in files if not self._has_ended(file)]
        if len(standing) * self._cull_frequency > self._max_entries * (self._cull_frequency - 1):
            for file in random.sample(standing, len(standing) // self._cull_frequency):
                self._delete(file)  # type: ignore[attr-defined]

    def _has_ended(self, file: str) -> bool:
        """It is removed then."""
        try:
            with Path(file).open("rb") as opened:
                return self._is_expired(opened)  # type: ignore[attr-defined,no-any-return]
        except FileNotFoundError:
            return True

    def _read(self, key: str, version: int | None) -> tuple[float | None, int]:
        try:
            with Path(self._key_to_file(key, version)).open("rb") as file:  # type: ignore[attr-defined]
                ends, value = pickle.load(file), pickle.loads(zlib.decompress(file.read()))  # noqa: S301 (written by `set`)
        except FileNotFoundError:
            raise ValueError(f"{key!r} is not there") from None
        if ends is not None and ends < time.time():
            raise ValueError(f"{key!r} has ended")
        return ends, value

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()  # type: ignore[attr-defined]
        lock = Path(self._dir) / "lock"  # type: ignore[attr-defined]
        with lock.open("ab") as file:  # closing it lets go
            locks.lock(file, locks.LOCK_EX)
            yield
