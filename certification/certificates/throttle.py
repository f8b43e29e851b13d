from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

A_MINUTE = 20


class Unavailable(Exception):
    """The counters cannot be reached: guessing must not become free."""


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind a proxy of ours, the address that it adds last; otherwise the header is anybody's word."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def too_often(request: HttpRequest) -> bool:
    """Counts one look-up. The address is kept for two minutes, hashed. Raises `Unavailable` when the counters are lost."""
    minute = int(time.time() // 60)
    who = salted_hmac("certificates.throttle", address_of(request)).hexdigest()[:32]
    key = f"verification:{minute}:{who}"
    try:
        cache.add(key, 0, 120)
        return cache.incr(key) > A_MINUTE
    except Exception as error:  # whatever the store is, and however it fails
        raise Unavailable from error
