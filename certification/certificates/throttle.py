from __future__ import annotations

from django.http import HttpRequest

from coursesite.core.throttle import address_of, times

A_MINUTE = 20


def too_often(request: HttpRequest) -> bool:
    """Counts one look-up. Raises `CountersLost`: guessing must not become free."""
    return times("verification", address_of(request), seconds=60, crowd=True) > A_MINUTE
