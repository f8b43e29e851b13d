from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from coursesite.core.throttle import times

A_MINUTE = 20


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind a proxy of ours, the address that it adds last; otherwise the header is anybody's word."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def too_often(request: HttpRequest) -> bool:
    """Counts one look-up. Raises `CountersLost`: guessing must not become free."""
    return times("verification", address_of(request), seconds=60) > A_MINUTE
