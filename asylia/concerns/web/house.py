"""What every page needs: the channel, its box, the day, and how many reports without script an hour may bring."""

from __future__ import annotations

import datetime as dt
import threading
import time
from functools import cache

from django.conf import settings

from asylia.concerns.box import Box
from asylia.concerns.channel import DATABASE, Channel, read


@cache
def channel() -> Channel:
    """The settings."""
    return read(settings.HOME)


@cache
def box() -> Box:
    """The box, opened once."""
    return Box(settings.HOME / DATABASE)


def today() -> dt.date:
    """The day in UTC: the only time that anything here is told."""
    return dt.datetime.now(dt.UTC).date()


def period() -> str:
    """What is kept of today."""
    return channel().period(today())


class Hour:
    """Counts what came in this hour from everybody together: no identity is asked, and none is kept."""

    def __init__(self) -> None:
        """Begin to count."""
        self._turn, self._began, self._came = threading.Lock(), time.monotonic(), 0

    def full(self, most: int) -> bool:
        """Whether one more is too many; if not, it is counted."""
        with self._turn:
            if time.monotonic() - self._began > 3600:
                self._began, self._came = time.monotonic(), 0
            self._came += 1
            return self._came > most


HOUR = Hour()
