"""How often something was tried: the one counter behind every limit of the site, in the cache, counted in one step.

Who tries is kept hashed, and no longer than the time counted.
"""

from __future__ import annotations

import time
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coursesite.core.errors import CountersLost


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind a proxy of ours, the address that it adds last; otherwise the header is anybody's word.

    Of an IPv6 address, its network: a single household is given millions of them.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or said
    try:
        address = ip_address(said)
    except ValueError:
        return said
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))


def times(what: str, who: str, *, seconds: int, crowd: bool = False) -> int:
    """How often in the current stretch of so many seconds, this time included. Raises `CountersLost`.

    `crowd`: anybody may come, from as many addresses as they like; counted apart, they drive no other counter away.
    """
    digest = salted_hmac("core.throttle", f"{what}:{who}").hexdigest()[:32]
    key = f"throttle:{what}:{int(time.time() // seconds)}:{digest}"
    try:
        cache = caches["crowd" if crowd else "default"]
        cache.add(key, 0, seconds + 60)
        return cache.incr(key)
    except Exception as error:  # whatever the store is, and however it fails
        raise CountersLost(_("This is closed for a moment. Try again in a few minutes.")) from error


def require_counters() -> None:
    """Raises `CountersLost` when nothing can be counted: what is limited closes, rather than becoming free."""
    times("alive", "", seconds=60)
