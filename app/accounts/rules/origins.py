"""Where attempts come from, and how many wrong ones an origin may make. Pure."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

MOST_FAILURES = 30
STRAIN_LASTS = timedelta(minutes=5)
_HOME_BITS = 64  # one household or office of the newer internet: whoever is in it can take any address inside


def origin_of(address: str | None) -> str:
    """Return what stands for one visitor: the address, or for a newer one the network it is free to move in."""
    try:
        known = ip_address((address or "").strip())
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ip_network((int(known), _HOME_BITS), strict=False))
    return str(known)
