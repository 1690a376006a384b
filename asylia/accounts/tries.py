"""How often one network may try to sign in or to use a code: counted in memory, never written down.

Kept for each server process. Behind a server that ends TLS, its last `X-Forwarded-For` says who asks.
"""

from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 5 * 60

# Of one network in five minutes. An office of two hundred signs in at eight; a person mistypes a code twice.
MOST = {"asked": 600, "failed": 20}


def too_many(request: HttpRequest) -> bool:
    """Return whether this network has asked or failed too often in the last minutes."""
    return any(cache.get(_key(request, kind), 0) >= most for kind, most in MOST.items())


def count(request: HttpRequest, kind: str) -> None:
    """Count one more of a kind named in MOST."""
    key = _key(request, kind)
    cache.add(key, 0, SECONDS)
    with suppress(ValueError):  # it ran out, or gave way to others, between the two
        cache.incr(key)


def _key(request: HttpRequest, kind: str) -> str:
    return f"tries/{kind}/{network(request)}"


def network(request: HttpRequest) -> str:
    """Return the address that asks, of IPv6 the /64 that one household or office holds."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SERVED_OVER_TLS:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)
