"""Addresses of machines: which are this very one, which anybody could reach."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that is written, IPv4 hidden in IPv6 brought out; None for a name."""
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback(host: str) -> bool:
    address = address_of(host)
    return host == "localhost" or bool(address and address.is_loopback)


def is_public(host: str) -> bool:
    """Whether it is an address of the open internet: neither this machine, nor its network, nor a service of its provider."""
    address = address_of(host)
    return bool(address and address.is_global and not address.is_multicast)
