"""Serve the pages from one process with threads: on SQLite one process is the rule that keeps one writer."""

import socket
from itertools import count

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

THREADS = 4


def free_port(start: int = 8000) -> int:
    """Return the first port from `start` on that nothing on this machine listens on."""
    for port in count(start):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError  # count() does not end


def serve(port: int, host: str = "127.0.0.1") -> None:
    """Serve until stopped. `host` other than this machine belongs behind a server that ends TLS."""
    Server(
        "asylia.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
