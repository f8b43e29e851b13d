"""How often something was tried: the one counter behind every limit of the site, in the cache, counted in one step.

Who tries is kept hashed, and no longer than the time counted.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coursesite.core.errors import CountersLost


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind a proxy of ours, the address that it adds last; otherwise the header is anybody's word."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def times(what: str, who: str, *, seconds: int) -> int:
    """How often in the current stretch of so many seconds, this time included. Raises `CountersLost`."""
    digest = salted_hmac("core.throttle", f"{what}:{who}").hexdigest()[:32]
    key = f"throttle:{what}:{int(time.time() // seconds)}:{digest}"
    try:
        cache.add(key, 0, seconds + 60)
        return cache.incr(key)
    except Exception as error:  # whatever the store is, and however it fails
        raise CountersLost(_("This is closed for a moment. Try again in a few minutes.")) from error


def require_counters() -> None:
    """Raises `CountersLost` when nothing can be counted: what is limited closes, rather than becoming free."""
    times("alive", "", seconds=60)
