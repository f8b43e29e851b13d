"""Where traces may be sent: the hosts that the setting LRS_HOSTS lists, and no other. Asked of a destination and again of each connection.

An entry is `lrs.example.org` (port 443), `lrs.example.org:8443`, or an address. A name that leads to this machine or its network is
refused, unless that address is listed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from coursesite.core.addresses import address_of, is_loopback, is_public
from coursesite.core.errors import Invalid

PORTS = {"https": 443, "http": 80}


def _listed() -> Iterator[tuple[str, int]]:
    for entry in settings.LRS_HOSTS:
        parts = urlsplit(f"//{entry.strip()}")
        if parts.hostname:
            yield parts.hostname, parts.port or PORTS["https"]


def check_endpoint(url: str) -> None:
    """Raises `Invalid`. Read by the parser of the library that connects, so that the two never disagree on the host."""
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise _refused(_("This address cannot be read.")) from error
    scheme, host = parts.scheme or "", (parts.host or "").strip("[]")
    tried_here = scheme == "http" and is_loopback(host) and (settings.DEMO or settings.DEBUG or settings.TESTING)
    if scheme != "https" and not tried_here:
        raise _refused(_("The address must begin with https."))
    if parts.auth or not host:
        raise _refused(_("This address cannot be read."))
    if not settings.LRS_HOSTS:
        raise _refused(_("This site sends traces nowhere else: whoever runs it lists the servers allowed (setting LRS_HOSTS)."))
    if not host_allowed(host, parts.port or PORTS[scheme]):
        raise _refused(
            _("This server is not among those this site may send to: %(hosts)s.") % {"hosts": ", ".join(settings.LRS_HOSTS)}
        )


def host_allowed(host: str, port: int) -> bool:
    return (host.lower(), port) in set(_listed())


def peer_allowed(peer: str) -> bool:
    """The machine at the other end, whatever its name said."""
    return is_public(peer) or address_of(peer) in {address_of(host) for host, _port in _listed()} - {None}


def _refused(message: str) -> Invalid:
    return Invalid(message, code="endpoint_refused", errors={"endpoint": [message]})
