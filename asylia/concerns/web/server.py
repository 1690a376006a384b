"""Serve the channel from one process, without a log, and write a beat every minute."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

BEAT = 60  # seconds


def application() -> object:
    """The WSGI application, with the beat beside it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "asylia.concerns.web.settings"
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - after the settings are named

    made = get_wsgi_application()
    threading.Thread(target=beat, daemon=True).start()
    return made


def beat() -> None:
    """Write chance into the box every minute, so that the time of the file's last change tells of no report."""
    from asylia.concerns.web.house import box, period  # noqa: PLC0415

    while True:
        box().beat(period())
        time.sleep(BEAT)


def serve(home: Path, port: int) -> None:
    """Serve until stopped, on this machine only: a server that ends TLS, and writes no log either, stands before it."""
    os.environ["ASYLIA_CONCERNS"] = str(home)
    Server(
        "asylia.concerns.web.server:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=2,
        log_enabled=False,
        log_access=False,
        log_level=LogLevels.critical,
        websockets=False,
    ).serve()
