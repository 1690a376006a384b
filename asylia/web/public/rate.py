"""How often one address may send, kept in memory alone and under a key that dies with the process.

No address is stored: only its keyed digest, and only for the length of the window.
"""

import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from math import ceil
from threading import Lock

from django.conf import settings
from django.http import HttpRequest


class Rate:
    """At most `most` sendings from one address in `seconds`."""

    def __init__(self, most: int, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._key = secrets.token_bytes(32)
        self._sent: dict[bytes, deque[float]] = {}
        self._lock = Lock()

    def wait(self, request: HttpRequest) -> int:
        """Count this sending and return 0; or, where there were too many, return the minutes to wait."""
        now = self.clock()
        with self._lock:
            self._forget(now)
            sent = self._sent.setdefault(self._digest(address(request)), deque())
            if len(sent) >= self.most:
                return max(1, ceil((sent[0] + self.seconds - now) / 60))
            sent.append(now)
            return 0

    def _forget(self, now: float) -> None:
        for digest, sent in list(self._sent.items()):
            while sent and sent[0] <= now - self.seconds:
                sent.popleft()
            if not sent:
                del self._sent[digest]

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), hashlib.sha256)[:16]


def address(request: HttpRequest) -> str:
    """Return where a request came from: behind a server that ends TLS, what that server says last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SERVED_OVER_TLS else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))
